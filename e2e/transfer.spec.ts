import { randomUUID } from 'node:crypto'
import { actions, expectBalance } from './account-page'
import { expect, test } from './page'
import { PEOPLE, sessionOf } from './people'
import { asTeller, expectReceipt, fillTransfer, openPair, review } from './transfer-page'

test.use({ storageState: sessionOf('customer') })

test('A customer sends money after a review, and has a receipt', async ({
  page,
  bank,
  baseURL,
  examine,
}) => {
  const teller = await asTeller(baseURL)
  const { payer, payee } = await openPair(teller)

  await test.step('the account leads with the transfer', async () => {
    await page.goto(`/accounts/${payer.id}`)
    await actions(page).getByRole('link').first().click()
    await expect(page).toHaveURL(`/accounts/${payer.id}/transfer`)
    await examine()
  })

  await test.step('the digits are checked and the name is shown while typing', async () => {
    const number = page.getByLabel('To account number')
    await number.fill(payee.number.replace(/\d$/, digit => String((Number(digit) + 1) % 10)))
    await expect(number).toHaveAccessibleDescription(/Check the digits/)
    await number.fill(payee.number.replaceAll(' ', '').toLowerCase())
    await expect(number).toHaveAccessibleDescription(`Account of ${payee.owner}`)
    const amount = page.getByLabel('Amount')
    await amount.fill('1000')
    await expect(amount).toHaveAccessibleDescription(
      '= 1,000.00 EUR · Insufficient funds: 100.00 EUR available; 900.00 short.',
    )
    await amount.fill('12.9')
    await expect(amount).toHaveAccessibleDescription('= 12.90 EUR · Balance after 87.10')
  })

  await test.step('the review says what will happen', async () => {
    await fillTransfer(page, { amount: '12.9', number: payee.number, reference: 'Lunch' })
    await expect(review(page)).toContainText('12.90 EUR')
    await expect(review(page)).toContainText(payee.owner)
    await expect(review(page)).toContainText(payee.number)
    await expect(review(page)).toContainText('Lunch')
    await expect(review(page)).toContainText('Balance after87.10 EUR')
    await examine()
  })

  await test.step('one press sends it, and leads to the receipt', async () => {
    await page.getByRole('button', { name: 'Send' }).click()
    await expectReceipt(page)
    for (const text of ['12.90 EUR', payee.owner, payee.number, 'Lunch', '87.10 EUR']) {
      await expect(page.getByRole('main')).toContainText(text)
    }
    await examine()
  })

  await test.step('both sides have it, and it is done once', async () => {
    expect(await bank.account(payer.id)).toMatchObject({ balance: '87.10', version: 2 })
    expect(await teller.account(payee.id)).toMatchObject({ balance: '12.90', version: 2 })
    await page.getByRole('link', { name: 'Back to the account' }).click()
    await expectBalance(page, '87.10 EUR')
  })
})

test('A refusal stands beside its cause, and says what holds the money', async ({
  page,
  bank,
  baseURL,
  examine,
}) => {
  const teller = await asTeller(baseURL)
  const { payer, payee } = await openPair(teller)
  const staff = (body: object) =>
    teller.command({ commandId: randomUUID(), ...body }).then(answer => answer.status())
  const hold = { accountId: payer.id, amount: '30.00', expiresAt: '2099-12-03T12:00:00Z' }
  expect(await staff({ type: 'PlaceHold', ...hold, note: 'Hotel Adria' })).toBe(200)
  await page.goto(`/accounts/${payer.id}/transfer`)

  await fillTransfer(page, { amount: '85', number: payee.number })
  const amount = page.getByLabel('Amount')
  await expect(amount).toHaveAccessibleDescription(
    'Insufficient funds: 70.00 EUR available; 15.00 short. Hold of 30.00 for Hotel Adria until 3 Dec 2099, 13:00 Europe/Prague.',
  )
  await expect(amount).toBeFocused()
  await expect(amount).toHaveValue('85')
  await examine()
  const number = page.getByLabel('To account number')
  await fillTransfer(page, { amount: '5', number: '' })
  await expect(number).toHaveAccessibleDescription(/^Enter an account number, or choose/)
  await fillTransfer(page, { amount: '5', number: payer.number })
  await expect(number).toHaveAccessibleDescription(/account you are paying from/)

  await staff({ type: 'FreezeAccount', accountId: payee.id, scope: 'credits', reason: 'Moved' })
  await fillTransfer(page, { amount: '5', number: payee.number })
  await page.getByRole('button', { name: 'Send' }).click()
  await expect(number).toHaveAccessibleDescription(/frozen: no money can come in/)
  await expect(number).toHaveValue(payee.number)
  expect(await bank.account(payer.id)).toMatchObject({ balance: '100.00' })

  await staff({ type: 'FreezeAccount', accountId: payer.id, scope: 'debits', reason: 'Stolen' })
  await page.goto(`/accounts/${payer.id}`)
  await expect(page.getByRole('main')).toContainText(/No money can go out. ?Reason: Stolen/)
  await expect(actions(page).getByRole('link', { name: 'Transfer' })).toHaveCount(0)
  await expect(actions(page)).toContainText('Transfer, Withdraw · No money can go out')
  await examine()
})

test('Between one’s own accounts money goes in two presses, and payees are remembered @desktop', async ({
  page,
  baseURL,
}) => {
  const teller = await asTeller(baseURL)
  const { payer, payee } = await openPair(teller)
  const own = await teller.open({ owner: `Own ${payer.owner}`, customerEmail: PEOPLE.customer })
  await page.goto(`/accounts/${payer.id}/transfer`)
  await page.getByLabel('Amount').fill('10')
  await page.getByRole('button', { name: new RegExp(`^Own ${payer.owner}`) }).click()
  await expect(review(page)).toContainText('Balance after90.00 EUR')
  await page.getByRole('button', { name: 'Send' }).click()
  await expectReceipt(page)
  expect(await teller.account(own.accountId)).toMatchObject({ balance: '10.00' })

  await page.goto(`/accounts/${payer.id}/transfer`)
  await fillTransfer(page, { amount: '1', number: payee.number })
  await page.getByRole('button', { name: 'Send' }).click()
  await expectReceipt(page)
  await page.goto(`/accounts/${payer.id}/transfer`)
  const payees = page.getByRole('region', { name: 'Or to somebody you paid before' })
  // Other tests pay from accounts of the same customer, so it need not be the first.
  await expect(payees.getByRole('button', { name: payee.owner })).toBeVisible()
})

test('Going back, reloading and pressing twice send once @desktop', async ({
  page,
  bank,
  baseURL,
}) => {
  const { payer, payee } = await openPair(await asTeller(baseURL))
  await page.goto(`/accounts/${payer.id}`)
  await actions(page).getByRole('link', { name: 'Transfer' }).click()
  await fillTransfer(page, { amount: '7', number: payee.number, reference: 'Once' })

  await expect(review(page)).toBeVisible()
  await page.goBack()
  await expect(page.getByLabel('Amount')).toHaveValue('7')
  await expect(page.getByLabel('Reference')).toHaveValue('Once')
  await page.goForward()
  await expect(review(page)).toContainText('Once')
  await page.getByRole('button', { name: 'Change', exact: true }).click()
  await expect(page).toHaveURL(`/accounts/${payer.id}/transfer`)
  await page.getByLabel('Amount').fill('8')
  await page.getByRole('button', { name: 'Review', exact: true }).click()
  await expect(review(page)).toContainText('8.00 EUR')
  await page.reload()
  await expect(page.getByLabel('Amount')).toHaveValue('')
  expect((await bank.account(payer.id)).version).toBe(1)

  await fillTransfer(page, { amount: '9', number: payee.number })
  await page.getByRole('button', { name: 'Send' }).dblclick()
  await expectReceipt(page)
  await page.reload()
  await page.goBack()
  await expect(page).toHaveURL(new RegExp(`/accounts/${payer.id}/transfer$`))
  await expect(page.getByLabel('Amount')).toHaveValue('')
  expect(await bank.account(payer.id)).toMatchObject({ balance: '91.00', version: 2 })
})

test('Two tabs can’t spend the same money twice @desktop', async ({ page, bank, baseURL }) => {
  const { payer, payee } = await openPair(await asTeller(baseURL))
  const other = await page.context().newPage()
  for (const tab of [page, other]) {
    await tab.goto(`/accounts/${payer.id}/transfer`)
    await fillTransfer(tab, { amount: '60', number: payee.number })
    await expect(review(tab)).toBeVisible()
  }
  await page.getByRole('button', { name: 'Send' }).click()
  await expectReceipt(page)
  // The review in the other tab follows the account.
  await expect(review(other).getByRole('alert')).toHaveText(
    /^Insufficient funds: 40.00 EUR available; 20.00 short/,
  )
  await other.getByRole('button', { name: 'Send' }).click()
  await expect(other.getByLabel('Amount')).toHaveAccessibleDescription(/20.00 short/)
  expect(await bank.account(payer.id)).toMatchObject({ balance: '40.00', version: 2 })
})

test.describe('without scripts @desktop', () => {
  test.use({ javaScriptEnabled: false })

  test('a transfer has its review and its receipt, and is sent once', async ({
    page,
    bank,
    baseURL,
  }) => {
    const { payer, payee } = await openPair(await asTeller(baseURL))
    await page.goto(`/accounts/${payer.id}`)
    await actions(page).getByRole('link', { name: 'Transfer' }).click()
    await fillTransfer(page, { amount: '1000', number: payee.number, reference: 'Plain' })
    await expect(page.getByRole('alert')).toHaveText(
      'Insufficient funds: 100.00 EUR available; 900.00 short.',
    )
    await fillTransfer(page, { amount: '30', number: payee.number, reference: 'Plain' })
    await expect(review(page)).toContainText(payee.owner)
    await expect(review(page)).toContainText('Balance after70.00 EUR')
    await page.getByRole('button', { name: 'Change', exact: true }).click()
    await expect(page.getByLabel('Reference')).toHaveValue('Plain')
    await page.getByRole('button', { name: 'Review', exact: true }).click()
    await expect(review(page)).toContainText('Plain')
    await page.reload()
    await expect(review(page)).toContainText('Plain')
    await page.getByRole('button', { name: 'Send' }).dblclick()
    await expectReceipt(page)
    await expect(page.getByRole('main')).toContainText(payee.number)
    expect(await bank.account(payer.id)).toMatchObject({ balance: '70.00', version: 2 })
  })
})
