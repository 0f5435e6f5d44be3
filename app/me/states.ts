/** What a form of this page was answered: what is true now, or why it was refused, and by which field. */
export type FormState = {
  readonly done: string | null
  readonly field: string | null
  readonly sentence: string | null
}

/** The recovery codes, which are shown once. */
export type CodesState = FormState & { readonly codes: readonly string[] | null }

/** The steps of setting up an authenticator app. */
export type SetUpState =
  | ({ readonly step: 'password' } & FormState)
  | {
      readonly step: 'code'
      /** The QR code as an address of an image, and the same secret to type. */
      readonly image: string
      readonly secret: string
      readonly sentence: string | null
    }
  | { readonly step: 'codes'; readonly codes: readonly string[] }

export const NOTHING: FormState = { done: null, field: null, sentence: null }
