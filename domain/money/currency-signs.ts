import type { Currency } from './money'
import { symbolOf } from './own-units'
import { plainNumber } from './typed-number'

/**
 * The signs of currencies in the languages of their countries and in English, from CLDR 47. Several
 * currencies may share one.
 */
// biome-ignore format: a few currencies on each line read as the table it is
const SIGNS: Readonly<Record<string, readonly string[]>> = {
  AED: ['د.إ.'], AFN: ['؋', 'Af'], ALL: ['Lekë', 'Lek'], AMD: ['֏'], AOA: ['Kz'],
  ARS: ['$', '$AR', 'AR$'], AUD: ['$', 'A$', 'AU$', '$AU'], AWG: ['Afl'], AZN: ['₼'],
  BAM: ['KM', 'КМ'], BBD: ['$', 'Bds$', 'BB$'], BDT: ['৳', 'Tk'], BGN: ['лв', 'lv'], BHD: ['د.ب.', 'BD'],
  BMD: ['$', 'BD$', 'BM$'], BND: ['$', 'B$', 'BN$'], BOB: ['Bs'], BRL: ['R$'], BSD: ['$', 'B$', 'BS$'],
  BTN: ['Nu'], BWP: ['P'], BYN: ['Br', 'р'], BZD: ['$', 'BZ$'],
  CAD: ['$', 'CA$', 'C$', '$CA'], CHF: ['Fr', 'SFr'], CLP: ['$', 'CL$'], CNY: ['¥', 'CN¥', '元', '￥'],
  COP: ['$', 'CO$'], CRC: ['₡'], CUP: ['$', '₱', 'CU$'], CVE: ['Esc'], CZK: ['Kč', 'Kc'],
  DKK: ['kr', 'Dkr'], DOP: ['$', 'RD$'], DZD: ['د.ج.', 'DA'],
  EGP: ['£', 'E£', 'LE', 'ج.م.'], ETB: ['ብር', 'Br'], EUR: ['€'],
  FJD: ['$', 'FJ$'], FKP: ['£', 'FK£'],
  GBP: ['£'], GEL: ['₾', 'ლ'], GHS: ['₵', 'GH₵'], GIP: ['£'], GMD: ['D'], GNF: ['FG'], GTQ: ['Q'],
  GYD: ['$', 'G$'],
  HKD: ['$', 'HK$'], HNL: ['L'], HTG: ['G'], HUF: ['Ft'],
  IDR: ['Rp'], ILS: ['₪', 'NIS'], INR: ['₹', 'Rs'], IQD: ['د.ع.', 'ID'], IRR: ['ریال'],
  ISK: ['kr', 'Íkr'],
  JMD: ['$', 'J$'], JOD: ['د.أ.', 'JD'], JPY: ['¥', 'JP¥', '￥', '円'],
  KES: ['Ksh', 'KSh'], KGS: ['⃀', 'сом'], KHR: ['៛'], KMF: ['CF', 'FC'], KPW: ['₩'], KRW: ['₩', '￦', '원'],
  KWD: ['د.ك.', 'KD'], KYD: ['$', 'CI$'], KZT: ['₸'],
  LAK: ['₭'], LBP: ['£', 'L£', 'ل.ل.', 'LL'], LKR: ['Rs', 'රු'], LRD: ['$', 'L$'], LSL: ['L'],
  LYD: ['د.ل.', 'LD'],
  MAD: ['د.م.', 'DH'], MDL: ['L', 'lei'], MGA: ['Ar'], MKD: ['ден', 'den'], MMK: ['K', 'Ks'],
  MNT: ['₮'], MOP: ['MOP$'], MRU: ['UM', 'أ.م.'], MUR: ['Rs'], MVR: ['Rf'], MWK: ['MK'],
  MXN: ['$', 'MX$'], MYR: ['RM'], MZN: ['MT'],
  NAD: ['$', 'N$'], NGN: ['₦'], NIO: ['C$'], NOK: ['kr', 'Nkr', 'NKr'], NPR: ['Rs', 'रु', 'रू', 'नेरू'],
  NZD: ['$', 'NZ$'],
  OMR: ['ر.ع.', 'RO'],
  PAB: ['B/.'], PEN: ['S/', 'S/.'], PGK: ['K'], PHP: ['₱'], PKR: ['Rs'], PLN: ['zł', 'zl'],
  PYG: ['₲', 'Gs'],
  QAR: ['ر.ق.', 'QR'],
  RON: ['lei', 'leu'], RSD: ['din', 'дин'], RUB: ['₽', 'руб', 'р'], RWF: ['RF', 'FRw'],
  SAR: ['ر.س.', 'SR'], SBD: ['$', 'SI$'], SCR: ['Rs', 'SR'], SDG: ['ج.س.'], SEK: ['kr', 'Skr'],
  SGD: ['$', 'S$', 'SG$'], SHP: ['£'], SLE: ['Le'], SRD: ['$', 'Sr$'], SSP: ['£'], STN: ['Db'],
  SVC: ['₡'], SYP: ['£', 'S£', 'ل.س.'], SZL: ['E'],
  THB: ['฿'], TMT: ['m'], TND: ['د.ت.', 'DT'], TOP: ['T$'], TRY: ['₺', 'TL'], TTD: ['$', 'TT$'],
  TWD: ['$', 'NT$', '元'], TZS: ['TSh'],
  UAH: ['₴', 'грн'], UGX: ['USh'], USD: ['$', 'US$', '$US'], UYU: ['$', '$U', 'UY$'], UZS: ['soʻm'],
  VED: ['Bs'], VES: ['Bs'], VND: ['₫', 'đ'], VUV: ['VT'],
  WST: ['WS$'],
  XAF: ['FCFA'], XCD: ['$', 'EC$'], XCG: ['Cg'], XOF: ['F CFA', 'FCFA', 'CFA'], XPF: ['FCFP', 'F'],
  YER: ['ر.ي.'],
  ZAR: ['R'], ZMW: ['K', 'ZK'], ZWG: ['ZiG'],
}

/**
 * What may stand before or after an amount of a currency, in lower case and as `plainNumber` writes
 * it: its code and its signs. `Rs` is written `Rs.` too.
 */
export function signsOf(currency: Currency): readonly string[] {
  const known = Object.hasOwn(SIGNS, currency) ? (SIGNS[currency] ?? []) : []
  const signs = [currency, symbolOf(currency), ...known].map(sign =>
    plainNumber(sign).toLowerCase(),
  )
  const dotted = signs.filter(sign => /\p{L}$/u.test(sign)).map(sign => `${sign}.`)
  return [...new Set([...signs, ...dotted])]
}
