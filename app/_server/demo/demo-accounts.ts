import 'server-only'
import type { DEMO_PEOPLE } from '@/db/people/demo-people'

/** A movement: how many days ago, `+` or `-`, the amount, the note, and what it is if not cash. */
export type DemoMovement = readonly [
  daysAgo: number,
  sign: '+' | '-',
  amount: string,
  note: string,
  counter?: 'interest',
]

/** An account of the demo bank. Its name is part of its command ids. */
export type DemoAccount = {
  readonly name: string
  readonly customer: (typeof DEMO_PEOPLE)[number]['id']
  readonly owner: string
  readonly currency: string
  readonly openingBalance: string
  readonly openedDaysAgo: number
  readonly movements: readonly DemoMovement[]
}

// biome-ignore format: one movement a line reads as the bank statement it is
const everyday: DemoAccount = {
  name: 'everyday', customer: 'demo-customer', owner: 'Eva Nováková', currency: 'EUR',
  openingBalance: '640.00', openedDaysAgo: 63,
  movements: [
    [62, '+', '2480.00', 'Salary, Brandt Architekten'],
    [61, '-', '890.00', 'Rent, Lindenstraße 14'],
    [60, '-', '64.35', 'Groceries, Markthalle Neun'],
    [58, '-', '86.00', 'Monthly transit pass'],
    [56, '-', '23.90', 'Bookshop'],
    [53, '-', '71.12', 'Groceries, Markthalle Neun'],
    [50, '-', '54.80', 'Electricity'],
    [49, '-', '39.99', 'Internet'],
    [46, '-', '58.47', 'Groceries, Markthalle Neun'],
    [44, '+', '45.00', 'Concert ticket, from Jana'],
    [42, '-', '112.60', 'Dentist'],
    [39, '-', '66.05', 'Groceries, Markthalle Neun'],
    [35, '-', '300.00', 'To savings'],
    [32, '+', '2480.00', 'Salary, Brandt Architekten'],
    [31, '-', '890.00', 'Rent, Lindenstraße 14'],
    [30, '-', '73.28', 'Groceries, Markthalle Neun'],
    [28, '-', '86.00', 'Monthly transit pass'],
    [25, '-', '148.00', 'Train to Prague'],
    [22, '-', '61.90', 'Groceries, Markthalle Neun'],
    [20, '-', '54.80', 'Electricity'],
    [19, '-', '39.99', 'Internet'],
    [15, '-', '69.44', 'Groceries, Markthalle Neun'],
    [12, '+', '148.00', 'Train to Prague, refunded'],
    [8, '-', '57.31', 'Groceries, Markthalle Neun'],
    [5, '-', '300.00', 'To savings'],
    [2, '+', '2480.00', 'Salary, Brandt Architekten'],
    [1, '-', '890.00', 'Rent, Lindenstraße 14'],
  ],
}

// biome-ignore format: one movement a line reads as the bank statement it is
const savings: DemoAccount = {
  name: 'savings', customer: 'demo-customer', owner: 'Eva Nováková', currency: 'CZK',
  openingBalance: '45000.00', openedDaysAgo: 70,
  movements: [
    [65, '+', '7350.00', 'From everyday'],
    [48, '-', '12400.00', 'Winter tyres'],
    [35, '+', '7344.50', 'From everyday'],
    [31, '+', '86.20', 'Interest', 'interest'],
    [5, '+', '7361.00', 'From everyday'],
    [1, '+', '91.75', 'Interest', 'interest'],
  ],
}

// biome-ignore format: one movement a line reads as the bank statement it is
const workshop: DemoAccount = {
  name: 'workshop', customer: 'demo-second-customer', owner: 'Weber Fahrradwerkstatt', currency: 'EUR',
  openingBalance: '5200.00', openedDaysAgo: 84,
  movements: [
    [80, '+', '1184.50', 'Takings of the week'],
    [78, '-', '1460.00', 'Rent of the workshop'],
    [75, '-', '892.73', 'Parts, Schwalbe invoice 20731'],
    [73, '+', '1542.00', 'Takings of the week'],
    [66, '+', '1398.90', 'Takings of the week'],
    [62, '-', '1750.00', 'Wages, Lena'],
    [59, '+', '1611.20', 'Takings of the week'],
    [54, '-', '634.18', 'Parts, Shimano invoice 88-4412'],
    [52, '+', '1273.40', 'Takings of the week'],
    [48, '-', '1460.00', 'Rent of the workshop'],
    [45, '+', '1720.75', 'Takings of the week'],
    [40, '-', '419.00', 'Insurance, quarter'],
    [38, '+', '1466.60', 'Takings of the week'],
    [32, '-', '1750.00', 'Wages, Lena'],
    [31, '+', '1190.00', 'Takings of the week'],
    [27, '-', '2318.40', 'Truing stand and tools'],
    [24, '+', '1587.35', 'Takings of the week'],
    [18, '-', '1460.00', 'Rent of the workshop'],
    [17, '+', '1342.80', 'Takings of the week'],
    [10, '+', '1655.10', 'Takings of the week'],
    [6, '-', '707.26', 'Parts, Schwalbe invoice 20988'],
    [3, '+', '1421.95', 'Takings of the week'],
    [2, '-', '1750.00', 'Wages, Lena'],
  ],
}

// biome-ignore format: one movement a line reads as the bank statement it is
const travel: DemoAccount = {
  name: 'travel', customer: 'demo-second-customer', owner: 'Jonas Weber', currency: 'JPY',
  openingBalance: '0', openedDaysAgo: 40,
  movements: [
    [38, '+', '180000', 'For the journey'],
    [29, '-', '28700', 'Hotel, Kyoto'],
    [28, '-', '1480', 'Lunch, Nishiki market'],
    [27, '-', '13320', 'Shinkansen to Tokyo'],
    [26, '-', '46500', 'Hotel, Tokyo'],
    [25, '-', '6200', 'Handlebar tape, Blue Lug'],
    [23, '+', '5000', 'Deposit returned'],
  ],
}

// biome-ignore format: one movement a line reads as the bank statement it is
const ceramics: DemoAccount = {
  name: 'ceramics', customer: 'demo-customer', owner: 'Nováková Ceramics, Gulf sales', currency: 'KWD',
  openingBalance: '250.000', openedDaysAgo: 47,
  movements: [
    [41, '+', '318.750', 'Order 1107, twelve bowls'],
    [36, '-', '42.500', 'Freight to Kuwait City'],
    [26, '+', '186.225', 'Order 1112, tea set'],
    [21, '-', '9.875', 'Customs'],
    [11, '+', '402.000', 'Order 1119, wall tiles'],
    [4, '-', '51.125', 'Freight to Kuwait City'],
  ],
}

const holiday: DemoAccount = {
  name: 'holiday',
  customer: 'demo-customer',
  owner: 'Eva Nováková, holiday fund',
  currency: 'EUR',
  openingBalance: '0',
  openedDaysAgo: 50,
  movements: [],
}

/** The present-day accounts of the demo bank. */
export const DEMO_ACCOUNTS: readonly DemoAccount[] = [
  ...[everyday, savings, workshop, travel, ceramics, holiday],
]

/** A transfer: how many days ago, from and to which account, the amount, and the reference. */
type DemoTransfer = readonly [
  daysAgo: number,
  from: DemoAccount,
  to: DemoAccount,
  amount: string,
  reference: string,
]

// biome-ignore format: one transfer a line
export const DEMO_TRANSFERS: readonly DemoTransfer[] = [
  [34, everyday, holiday, '250.00', 'Croatia in summer'],
  [16, everyday, workshop, '84.00', 'Invoice 512, brake pads'],
  [13, workshop, everyday, '14.00', 'Invoice 512, one set returned'],
  [3, everyday, holiday, '250.00', 'Croatia in summer'],
]

/** A hold that is open for some weeks. */
export const DEMO_HOLD = {
  account: everyday.name,
  placedDaysAgo: 2,
  expiresInDays: 60,
  amount: '180.00',
  note: 'Hotel Adria, Split',
} as const

export const DEMO_OVERDRAFT = { account: workshop.name, setDaysAgo: 29, limit: '2000.00' } as const

/** A fee that was charged twice, and once too often. */
export const DEMO_REVERSAL = {
  account: workshop.name,
  chargedDaysAgo: 9,
  reversedDaysAgo: 7,
  amount: '12.00',
  note: 'Account fee of the month',
  reason: 'Charged twice',
} as const

/** Late postings: effective some days before they are recorded. */
export const LATE_POSTINGS = [
  {
    account: everyday.name,
    type: 'Withdraw',
    occurredDaysAgo: 4,
    amount: '27.50',
    note: 'Café Kafka, card payment that arrived late',
  },
  {
    account: travel.name,
    type: 'Deposit',
    occurredDaysAgo: 24,
    amount: '3200',
    note: 'Hotel, Tokyo, refund that arrived late',
  },
] as const
