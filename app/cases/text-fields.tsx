import { describedBy, Field } from '@/app/_ui/field'

type MarkdownFieldProps = {
  defaultValue: string
  error: string | null
  rows?: number
}

/** The text of a case file, as it is written. */
export function MarkdownField({ defaultValue, error, rows = 18 }: MarkdownFieldProps) {
  const hint = 'Markdown: # heading, **bold**, - list, > quote, [link](https://…), tables'
  return (
    <Field id="case-text" label="Text" hint={hint} error={error}>
      <textarea
        id="case-text"
        name="text"
        // A form's reset after an answer shows what was typed.
        key={defaultValue}
        defaultValue={defaultValue}
        rows={rows}
        spellCheck
        {...describedBy('case-text', hint, error)}
        className="box w-full min-w-0 resize-y py-2 font-mono leading-5"
      />
    </Field>
  )
}
