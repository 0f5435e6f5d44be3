const BOUNDARY = '----daybook-drill'

/** The Content-Type header of a multipart body. */
export const MULTIPART = `multipart/form-data; boundary=${BOUNDARY}`

/** A multipart body of names and values. */
export function multipart(fields, { isCut = false } = {}) {
  const parts = fields.map(
    ([name, value]) =>
      `--${BOUNDARY}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  )
  return parts.join('') + (isCut ? '' : `--${BOUNDARY}--\r\n`)
}

/** The forms of a page that post to an action, each as its hidden fields: `[name, value]`. */
export function formsIn(html) {
  const forms = [...html.matchAll(/<form\b.*?<\/form>/gs)].map(([form]) => hiddenFields(form))
  return forms.filter(fields => fields.some(([name]) => name.startsWith('$ACTION')))
}

/** The ids of the actions that forms name. */
export function actionIds(forms) {
  const text = JSON.stringify(forms)
  return [...new Set(text.match(/[0-9a-f]{42}/g) ?? [])]
}

function hiddenFields(form) {
  return [...form.matchAll(/<input type="hidden"[^>]*>/g)].map(([input]) => [
    attribute(input, 'name'),
    attribute(input, 'value'),
  ])
}

function attribute(tag, name) {
  const [, text = ''] = new RegExp(` ${name}="([^"]*)"`).exec(tag) ?? []
  return text.replaceAll('&quot;', '"').replaceAll('&#x27;', "'").replaceAll('&amp;', '&')
}
