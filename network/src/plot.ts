import { certificateIdOf, parseDataset } from '@eco/domain'
import type { CertificateRecord, CheckAnswer, OrganisationCode, Role } from '@eco/domain'
import type { Answer } from './api-call'

/** Where a story plays, and where it is told. */
export interface Stage {
  readonly now: Date
  say(line: string): void
  post<T>(code: OrganisationCode, role: Role, path: string, body: unknown): Promise<Answer<T>>
}

interface Issued {
  readonly certificate: CertificateRecord
  readonly document: string
  readonly transactionId: string
  readonly block: number
}

type Checked = CheckAnswer & {
  readonly asOf: { readonly block: number }
  readonly certificate?: CertificateRecord
  readonly changedInBlock?: number
}

interface Problem {
  readonly code: string
  readonly title: string
  readonly detail: string
}

/** Issues a certificate, checks it, forges it, tries to cancel it from abroad, cancels it, and checks it again. */
export async function tellStory(template: Readonly<Record<string, unknown>>, stage: Stage): Promise<void> {
  const issued = await issue(datasetOf(template, stage.now), stage)
  const { document } = issued
  await check(stage, '2. Korean customs checks the document that came with the goods', document, issued.block, 'VALID')
  await check(
    stage,
    '3. Somebody doubles a quantity in it; Korean customs checks',
    forge(document),
    issued.block,
    'NOT_VALID',
  )
  await cancelFromAbroad(issued.certificate.id, stage)
  const block = await cancel(issued.certificate.id, stage)
  await check(stage, '6. Korean customs checks the genuine document again', document, block, 'NOT_VALID')
  stage.say('\nThe end: issued once, forged in vain, cancelled only by its issuer, and everybody saw the same.')
}

/** The dataset of the file with a number and dates of its own, so that the story can be told again. */
function datasetOf(template: Readonly<Record<string, unknown>>, now: Date): Readonly<Record<string, unknown>> {
  const day = (offset: number): string =>
    new Date(now.getTime() + offset * 24 * 60 * 60 * 1000).toISOString().slice(0, 10)
  return {
    ...template,
    certificateNumber: `AU-RCEP-${now.toISOString().replace(/\D/g, '')}`,
    issueDateTime: now.toISOString(),
    validUntil: day(364),
    // Issued before the goods leave: later would be retroactive.
    departureDate: day(3),
  }
}

async function issue(dataset: Readonly<Record<string, unknown>>, stage: Stage): Promise<Issued> {
  const what = '1. Australia’s issuing authority issues a certificate under RCEP for goods to Korea'
  step(stage, what, 'AU issuer   POST /api/v1/certificates')
  const answer = await stage.post<Issued>('AU', 'issuer', '/api/v1/certificates', { dataset })
  const issued = expectStatus(answer, 201)
  const reading = parseDataset(dataset)
  if (!reading.ok || issued.certificate.id !== certificateIdOf(reading.dataset))
    throw new Error('the story went wrong: another certificate was issued')
  const { id, documentHash } = issued.certificate
  stage.say(`     ISSUED: certificate ${brief(id)}, document hash ${brief(documentHash)}, in block ${issued.block}.`)
  stage.say('     The register holds hash and status; the document itself went to Korea with the goods’ papers.')
  return issued
}

async function check(
  stage: Stage,
  what: string,
  document: string,
  block: number,
  expected: CheckAnswer['verdict'],
): Promise<void> {
  step(stage, what, 'KR customs  POST /api/v1/checks')
  const path = `/api/v1/checks?atLeastBlock=${block}`
  const answer = expectStatus(await stage.post<Checked>('KR', 'customs', path, { document }), 200)
  stage.say(`     ${answer.verdict.replace('_', ' ')}, as of block ${answer.asOf.block}.`)
  for (const reason of reasons(answer)) stage.say(`     ${reason}`)
  if (answer.verdict !== expected) throw new Error(`the story went wrong: expected ${expected}`)
}

function reasons({ findings, certificate, changedInBlock }: Checked): readonly string[] {
  const words = { authenticity: 'Authenticity', status: 'Status', formalCompliance: 'Form' } as const
  return (['authenticity', 'status', 'formalCompliance'] as const).map((name) => {
    const { result, checks } = findings[name]
    const telling = result === 'pass' ? [] : checks.filter((one) => one.result !== 'pass').map((one) => one.sentence)
    const cancelled = name === 'status' && certificate?.states.document === 'cancelled'
    const when = cancelled
      ? [`Cancelled at ${certificate.lastChange.changedAt}, in block ${changedInBlock ?? '?'}.`]
      : []
    return [`${words[name]}: ${result}.`, ...telling, ...when].join(' ')
  })
}

async function cancelFromAbroad(id: string, stage: Stage): Promise<void> {
  step(stage, '4. Indonesia tries to cancel it', `ID issuer   POST /api/v1/certificates/${brief(id)}/cancellation`)
  const path = `/api/v1/certificates/${id}/cancellation`
  const refused = expectStatus(await stage.post<Problem>('ID', 'issuer', path, { reason: 'other' }), 403)
  stage.say(`     REFUSED (${refused.code}): ${refused.detail}`)
}

async function cancel(id: string, stage: Stage): Promise<number> {
  const what = '5. Australia cancels it, since the goods were not exported'
  step(stage, what, `AU issuer   POST /api/v1/certificates/${brief(id)}/cancellation`)
  const path = `/api/v1/certificates/${id}/cancellation`
  const answer = await stage.post<Issued>('AU', 'issuer', path, { reason: 'goods-not-exported' })
  const { block } = expectStatus(answer, 200)
  stage.say(`     CANCELLED, in block ${block}.`)
  return block
}

/** The same document with one quantity doubled; the signature stays as it was. */
function forge(document: string): string {
  const [header, payload = '', rest] = document.split('.')
  const content = JSON.parse(Buffer.from(payload, 'base64url').toString()) as {
    items: { quantity: { value: string } }[]
  }
  const [item] = content.items
  if (item === undefined) throw new Error('the document has no items')
  item.quantity.value = String(Number(item.quantity.value) * 2)
  return [header, Buffer.from(JSON.stringify(content)).toString('base64url'), rest].join('.')
}

function step(stage: Stage, what: string, request: string): void {
  stage.say(`${what.padEnd(86)}${request}`)
}

function expectStatus<T>({ status, body }: Answer<T>, expected: number): T {
  if (status === expected) return body
  throw new Error(`the story went wrong: expected status ${expected}, got ${status}: ${JSON.stringify(body)}`)
}

function brief(hex: string): string {
  return `${hex.slice(0, 8)}…`
}
