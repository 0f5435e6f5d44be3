export type Places = {
  base: string
  cluster: string
  /** The file with the owner's password. */
  password: string
}

/** The paths below a data folder; missing folders are created. */
export function layOut(data: string): Places
