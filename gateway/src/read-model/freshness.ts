import type { OrganisationCode } from '@eco/domain'
import { ProblemError } from '../http/problem'
import { readElsewhere } from './projector'
import type { Projector } from './projector'

/** As of which block an answer holds; `time` is when that block's transactions were made. */
export interface AsOfBlock {
  readonly block: number
  readonly time?: string
  /** Whose peer was read, when it was not the own one. */
  readonly readFrom?: OrganisationCode
}

/** Says as of which block the read model answers, and waits for the block that somebody asks for. */
export class Freshness {
  readonly #projector: Projector
  readonly #patienceMs: number

  constructor(projector: Projector, patienceMs: number) {
    this.#projector = projector
    this.#patienceMs = patienceMs
  }

  /** @throws ProblemError if the read model does not hold the block in time. */
  async require(atLeastBlock: number | undefined): Promise<AsOfBlock> {
    if (atLeastBlock !== undefined && !(await this.#projector.holds(atLeastBlock, this.#patienceMs))) {
      throw new ProblemError('READ_MODEL_BEHIND', `The read model does not hold block ${atLeastBlock} yet.`)
    }
    return this.asOf()
  }

  asOf(): AsOfBlock {
    const following = this.#projector.following()
    const { block, time } = following
    return { block, ...(time !== undefined && { time }), ...readElsewhere(following) }
  }

  /** What was read as of one block: read again if another block came meanwhile. */
  async asOfOneBlock<T>(read: () => Promise<T>): Promise<{ readonly asOf: AsOfBlock; readonly value: T }> {
    for (;;) {
      const asOf = this.asOf()
      const value = await read()
      if (this.asOf().block === asOf.block) return { asOf, value }
    }
  }

  /** True if the read model shows everything that the register is known to hold; waits for it a while. */
  isCurrent(): Promise<boolean> {
    return this.#projector.isCurrent(this.#patienceMs)
  }
}
