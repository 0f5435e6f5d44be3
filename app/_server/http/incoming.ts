import 'server-only'

/** Escapes each percent sign that begins no escape. */
export function mendAddress(address: string): string {
  const end = address.indexOf('?')
  const path = end === -1 ? address : address.slice(0, end)
  try {
    decodeURIComponent(path)
    return address
  } catch {
    return path.replaceAll('%', '%25') + address.slice(path.length)
  }
}
