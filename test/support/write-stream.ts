import type { MemberCode } from '@eco/domain'
import { aDataset } from './dataset'
import type { Client, Issued, Problem } from './client'
import { eventually } from './settled'

/** Somebody who issues certificates. */
export interface Writer {
  readonly client: Client
  readonly member: MemberCode
}

/** A write that was acknowledged in the end. */
export interface WrittenCertificate {
  readonly client: Client
  readonly issued: Issued
}

const AT_ONCE = 2
const SETTLE_MS = 90_000

/** Certificates issued one after the other by several writers; each write is repeated until it is acknowledged. */
export class WriteStream {
  readonly #acknowledged: WrittenCertificate[] = []
  readonly #lines: readonly Promise<void>[]
  #ending = false

  private constructor(writers: readonly Writer[]) {
    this.#lines = writers.flatMap((writer) => Array.from({ length: AT_ONCE }, () => this.#write(writer)))
  }

  static start(writers: readonly Writer[]): WriteStream {
    return new WriteStream(writers)
  }

  /** Resolves when that many more writes were acknowledged than are now. */
  async acknowledged(more: number): Promise<void> {
    const wanted = this.#acknowledged.length + more
    await eventually(() => (this.#acknowledged.length >= wanted ? true : undefined), `${more} more writes`, SETTLE_MS)
  }

  /** Begins no further write, and resolves with all of them when the last open one is acknowledged. */
  async end(): Promise<readonly WrittenCertificate[]> {
    this.#ending = true
    await Promise.all(this.#lines)
    return this.#acknowledged
  }

  async #write({ client, member }: Writer): Promise<void> {
    while (!this.#ending) {
      const draft = aDataset().from(member).to('JP').build()
      let answered = 'nothing'
      const issued = await eventually(
        async () => {
          const answer = await client.issue<Issued | Problem>(draft, draft.certificateNumber).catch(String)
          if (typeof answer !== 'string' && answer.status === 201) return answer.body as Issued
          answered = typeof answer === 'string' ? answer : JSON.stringify(answer.body)
          return undefined
        },
        `a write of ${member} is acknowledged in the end`,
        SETTLE_MS,
      ).catch((error: unknown) => {
        throw new Error(`${String(error)}; last answer: ${answered}`)
      })
      this.#acknowledged.push({ client, issued })
    }
  }
}
