import { addressOf } from '@/app/_server/http/address'
import { accountNotFound, inputProblem } from '@/app/_server/http/problems'
import { readForecast, readForecastDay } from '@/app/_server/payment-orders/forecast'
import { answerViewer, json, problemResponse, refuseMethod } from '@/app/_server/people/requests'

type Context = { params: Promise<{ id: string }> }

/** What payment orders would move on an account until the end of a day: `?on=`. */
export function GET(request: Request, { params }: Context): Promise<Response> {
  return answerViewer(request, 'readAccounts', async ({ viewer }) => {
    const { searchParams } = new URL(addressOf(request))
    const other = [...searchParams.keys()].find(name => name !== 'on')
    if (other !== undefined) {
      return problemResponse(inputProblem('Malformed', other, 'Unknown parameter.'))
    }
    const asked = readForecastDay(searchParams.get('on') ?? undefined)
    if (!asked.ok) return problemResponse(inputProblem('Malformed', 'on', asked.sentence))
    const forecast = await readForecast(viewer, (await params).id, asked.day)
    return forecast ? json({ forecast }) : problemResponse(accountNotFound())
  })
}

const refuse = refuseMethod('GET')

export { refuse as DELETE, refuse as OPTIONS, refuse as PATCH, refuse as POST, refuse as PUT }
