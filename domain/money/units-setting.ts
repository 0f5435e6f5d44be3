import { cleanText, textFault } from '@/domain/text/clean'
import { printable } from '@/domain/text/printable'
import { CURRENCY_EXPONENTS, WITHDRAWN_CURRENCIES } from './currencies'
import type { OwnUnit } from './own-units'

/** The most decimal places of an own unit, and the longest symbol in characters. */
const PLACES_MAX = 4
const SYMBOL_LENGTH_MAX = 4

/** The units of a setting, or a sentence that says what is wrong with it. */
export type UnitsSetting =
  | { readonly ok: true; readonly units: readonly OwnUnit[] }
  | { readonly ok: false; readonly sentence: string }

/**
 * Reads own units from a text such as `HRS:2:h,PTS:0:★`: code, decimal places and symbol of each.
 * Without a symbol the code stands for it.
 */
export function parseUnits(setting: string): UnitsSetting {
  const units: OwnUnit[] = []
  for (const text of setting.trim() === '' ? [] : setting.split(',')) {
    const unit = parseUnit(cleanText('name', text))
    if (typeof unit === 'string') return { ok: false, sentence: unit }
    if (units.some(({ code }) => code === unit.code)) {
      return { ok: false, sentence: `${unit.code} is defined twice.` }
    }
    units.push(unit)
  }
  return { ok: true, units }
}

const UNIT = /^([A-Z]{3}):(\d{1,2})(?::(.*))?$/su
/** No digits, which would run into the amount, and no spaces. */
const SYMBOL = /^[\p{L}\p{S}][\p{L}\p{M}\p{P}\p{S}\p{Cf}]*$/u

function parseUnit(text: string): OwnUnit | string {
  const match = UNIT.exec(text)
  if (!match) {
    return (
      `“${printable(text, 40)}” is not a unit. Use three capital letters, decimal places and a ` +
      'symbol, such as HRS:2:h, with a comma between units.'
    )
  }
  const [, code = '', digits, symbol = code] = match
  const places = Number(digits)
  if (isReserved(code)) return `${code} is a code of ISO 4217. Choose another one.`
  if (places > PLACES_MAX) {
    return `${code} has ${places} decimal places. Use 0 to ${PLACES_MAX}.`
  }
  if (!isSymbol(symbol)) {
    return (
      `“${printable(symbol, 40)}” is not a symbol for ${code}. Use up to ${SYMBOL_LENGTH_MAX} ` +
      'letters or signs, such as h or ★.'
    )
  }
  return { code, places, symbol }
}

function isSymbol(text: string): boolean {
  return SYMBOL.test(text) && textFault('name', text, SYMBOL_LENGTH_MAX) === null
}

/** Whether ISO 4217 has, or had, this code. */
function isReserved(code: string): boolean {
  return (
    Object.hasOwn(CURRENCY_EXPONENTS, code) ||
    Object.hasOwn(WITHDRAWN_CURRENCIES, code) ||
    RESERVED.has(code)
  )
}

/**
 * What `currencies.ts` leaves out: the funds, metals and codes for tests of list one, and the older
 * currencies of list three.
 */
const RESERVED: ReadonlySet<string> = new Set(
  `BOV CHE CHW CLF COU MXV USN UYI UYW XAD XAG XAU XBA XBB XBC XBD XDR XPD XPT XSU XTS XUA XXX
  ADP AFA ALK AOK AON AOR ARA ARP ARY ATS AYM AZM BAD BEC BEF BEL BGJ BGK BGL BOP BRB BRC BRE BRN
  BRR BUK BYB CHC CSD CSJ CSK CYP DDM DEM ECS ECV ESA ESB ESP FIM FRF GEK GHC GHP GNE GNS GQE GRD
  GWE GWP HRD IEP ILP ILR ISJ ITL LAJ LSM LTT LUC LUF LUL LVR MGF MLF MTL MTP MVQ MXP MZE MZM NIC
  NLG PEH PEI PES PLZ PTE RHD ROK ROL RUR SDD SDP SIT SKK SRG SUR TJR TMM TPE TRL UAK UGS UGW USS
  UYN UYP VEB VNC XEU XFO XFU XRE YDD YUD YUM YUN ZAL ZRN ZRZ ZWC ZWD ZWN ZWR`.split(/\s+/),
)
