export type Places = {
  base: string
  cluster: string
  /** The file with the owner's password. */
  password: string
}

/** Where everything lies below a data folder, made as far as missing. */
export function layOut(data: string): Places
