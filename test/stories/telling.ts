import type { CheckAnswer, OrganisationCode, Role } from '@eco/domain'
import type { Answer, Checked, Client, Issued, Problem } from '../support/client'
import { eventually } from '../support/settled'

/** Where a story plays: users of the members' gateways. */
export interface Scene {
  as(code: OrganisationCode, role: Role): Promise<Client>
}

/** Who calls which gateway. */
export type Who = readonly [OrganisationCode, Role]

/** Those whom most stories are about. */
export const ISSUER = ['AU', 'issuer'] as const
export const CUSTOMS = ['KR', 'customs'] as const

/** What happened is not what the story is about; the message says what was seen. */
export class WentOtherwise extends Error {
  override readonly name = 'WentOtherwise'
}

/** Tells a story while it happens: each step in plain words, the call behind it, and what came of it. */
export class Telling {
  readonly #scene: Scene
  readonly #say: (line: string) => void
  #step = 0

  constructor(scene: Scene, say: (line: string) => void) {
    this.#scene = scene
    this.#say = say
  }

  /** What is done next, by whom. */
  step(what: string): void {
    this.#say(`\n${++this.#step}. ${what}`)
  }

  /** What came of it, or what it means. */
  result(line: string): void {
    this.#say(`     ${line}`)
  }

  end(line: string): void {
    this.#say(`\n${line}`)
  }

  /** Sends something, and takes one of these statuses for an answer. */
  async post<T>([code, role]: Who, path: string, body: unknown, ...expected: readonly number[]): Promise<Answer<T>> {
    const client = await this.#scene.as(code, role)
    const answer = await client.post<T>(path, body)
    this.#call('POST', [code, role], path, answer.status)
    return expectStatus(answer, expected)
  }

  async get<T>([code, role]: Who, path: string): Promise<T> {
    const client = await this.#scene.as(code, role)
    const answer = await client.get<T>(path)
    this.#call('GET', [code, role], path, answer.status)
    return expectStatus(answer, [200]).body
  }

  /** Waits, without a word, until a gateway has read a block. */
  async until([code, role]: Who, block: number): Promise<void> {
    const client = await this.#scene.as(code, role)
    await eventually(async () => {
      const { body } = await client.get<{ readonly block?: number }>('/health/ready')
      return (body.block ?? -1) >= block ? true : undefined
    }, `the gateway of ${code} has read block ${block}`)
  }

  async issue(who: Who, dataset: unknown, links: object = {}): Promise<Issued> {
    const { body } = await this.post<Issued>(who, '/api/v1/certificates', { dataset, ...links }, 201)
    this.result(`ISSUED: certificate ${brief(body.certificate.id)}, in block ${body.block}.`)
    return body
  }

  async refused(who: Who, path: string, body: unknown, code: Problem['code']): Promise<Problem> {
    const { body: problem } = await this.post<Problem>(who, path, body, 403, 404, 409, 422)
    if (problem.code !== code) throw new WentOtherwise(`expected ${code}, got ${problem.code}: ${problem.detail}`)
    this.result(`REFUSED (${problem.code}): ${problem.detail}`)
    return problem
  }

  async check(who: Who, document: string, block: number, verdict: CheckAnswer['verdict']): Promise<Checked> {
    const { body } = await this.post<Checked>(who, `/api/v1/checks?atLeastBlock=${block}`, { document }, 200)
    this.result(`${body.verdict.replaceAll('_', ' ')}, as of block ${body.asOf.block}.`)
    for (const sentence of reasonsOf(body)) this.result(sentence)
    if (body.verdict !== verdict) throw new WentOtherwise(`expected ${verdict}, got ${body.verdict}`)
    return body
  }

  #call(method: string, [code, role]: Who, path: string, status: number): void {
    const place = path.replaceAll(/[0-9a-f]{64}/g, (hex) => brief(hex)).replaceAll(/[\w-]{43}/g, brief)
    this.#say(`     ${`${code} ${role}`.padEnd(16)} ${method} ${place}   ${status}`)
  }
}

/** Requires something of an answer, or ends the story with what was seen. */
export function expectThat(holds: boolean, seen: string): void {
  if (!holds) throw new WentOtherwise(seen)
}

/** The beginning of something long. */
export function brief(text: string): string {
  return `${text.slice(0, 8)}…`
}

function expectStatus<T>(answer: Answer<T>, expected: readonly number[]): Answer<T> {
  if (expected.includes(answer.status)) return answer
  throw new WentOtherwise(
    `expected status ${expected.join(' or ')}, got ${answer.status}: ${JSON.stringify(answer.body)}`,
  )
}

/** What did not pass, and what is worth knowing although it did. */
function reasonsOf({ findings }: Checked): readonly string[] {
  const all = [findings.authenticity, findings.status, findings.formalCompliance].flatMap(({ checks }) => checks)
  return [...new Set(all.filter(({ result }) => result === 'fail').map(({ sentence }) => sentence))]
}
