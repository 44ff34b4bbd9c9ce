import { aDataset } from '../support/dataset'
import type { TestNetwork } from '../support/test-network'
import { onceDelivered } from '../support/apart-from-delivery'
import { letDaysPass } from './let-days-pass'
import { CUSTOMS, expectThat, ISSUER } from './telling'
import type { Telling } from './telling'

/** The agreement leaves 30 to 90 days; Korea asks for a reply within 30. */
const DAYS = 40

interface Deadline {
  readonly name: string
  readonly date?: string
  readonly state: string
  readonly source?: string
  readonly duty?: string
  readonly consequence?: { readonly force: string; readonly text?: string }
}

interface Case {
  readonly certificate: string
  readonly state: string
  readonly overdue: boolean
  readonly deadlines: readonly Deadline[]
}

interface WithBlock {
  readonly verification: Case
  readonly block: number
}

/** Korea asks, Australia is silent: both see the same day pass. */
export async function overdueCase(telling: Telling, network: TestNetwork): Promise<void> {
  telling.step('Australia issues a certificate; Korea has its document.')
  const { certificate } = await telling.issue(ISSUER, aDataset().from('AU').to('KR').build())
  await onceDelivered(await network.as(...CUSTOMS), certificate.id)
  const place = `/api/v1/certificates/${certificate.id}/verifications`

  telling.step('Korean customs doubts the origin of item 1 and asks Australia to verify it.')
  const request = {
    kind: 'origin',
    reasons: ['criterion-doubtful'],
    items: [1],
    text: 'Please name the growers.',
    replyPeriod: 30,
  }
  const opened = await telling.post<WithBlock>(CUSTOMS, place, request, 201)
  telling.result('OPENED. The question itself travels privately; the ledger holds its hash and the day.')
  tellDeadlines(telling, opened.body.verification)

  telling.step('Australia’s competent authority confirms that it has the request.')
  await telling.until(ISSUER, opened.body.block)
  const acknowledged = await telling.post<WithBlock>(ISSUER, `${place}/1/acknowledgement`, {}, 200, 201)
  tellDeadlines(telling, acknowledged.body.verification)
  await telling.until(CUSTOMS, acknowledged.body.block)
  await expectOverdue(telling, false)

  telling.step(`${DAYS} days pass without an answer. (The story sets all clocks ahead.)`)
  await letDaysPass(network, DAYS)
  await expectOverdue(telling, true)
  const { verifications } = await telling.get<{ readonly verifications: readonly Case[] }>(CUSTOMS, place)
  for (const one of verifications) tellDeadlines(telling, one)

  telling.step('Australia replies after all.')
  const reply = { authentic: 'yes', originating: 'yes', text: 'Grown at Mildura.' }
  const replied = await telling.post<WithBlock>(ISSUER, `${place}/1/reply`, reply, 200, 201)
  telling.result(`The case is ${replied.body.verification.state}; that the reply came late stays in its history.`)
  await telling.until(CUSTOMS, replied.body.block)
  await expectOverdue(telling, false)

  telling.end(
    'Letters and e-mails leave open when a request arrived and when the time began. Here both sides compute the same day\nfrom the same record and the agreement’s own rule, and what follows stays a person’s decision. (F4)',
  )
}

function tellDeadlines(telling: Telling, { deadlines }: Case): void {
  for (const { name, date, state, source, duty } of deadlines) {
    const by = date === undefined ? '' : ` by ${date}`
    telling.result(
      `${name}: ${state}${by}${source === undefined ? '' : ` (${source}${duty === undefined ? '' : `, ${duty}`})`}`,
    )
  }
}

async function expectOverdue(telling: Telling, expected: boolean): Promise<void> {
  for (const [who, side] of [
    [ISSUER, 'issuing'],
    [CUSTOMS, 'importing'],
  ] as const) {
    const path = `/api/v1/verifications?overdue=true&side=${side}`
    const { verifications } = await telling.get<{ readonly verifications: readonly Case[] }>(who, path)
    telling.result(
      verifications.length === 0
        ? `Nothing overdue for ${who[0]}.`
        : `OVERDUE on the list of ${who[0]}: ${verifications.length}.`,
    )
    expectThat(verifications.length > 0 === expected, `${who[0]} should ${expected ? '' : 'not '}see an overdue case`)
  }
}
