import { satisfies } from './evaluate'
import type { PolicyRule, SignaturePolicy } from './signature-policy'

/** Most policies have few sets; of the many of, say, 11 out of 32 the first are as good as any. */
const LAYOUT_LIMIT = 100
/** Bounds the search in policies that exclude each other in ways the search does not foresee. */
const STEP_LIMIT = 5_000

/**
 * Minimal sets of organisations whose peers, one each, together satisfy all policies: small sets first, then those with
 * the organisations that stand first in `available`. Found one by one as they are asked for, at most 100; none if no
 * set does. When an organisation fails, ask again without it: of very many sets, the first 100 may all contain it.
 */
export function* endorsementLayouts(
  policies: readonly SignaturePolicy[],
  available: readonly string[],
): Generator<readonly string[], void> {
  const organizations = [...new Set(available)]
  const met = (set: readonly string[]): boolean => {
    const peers = set.map((mspId) => ({ mspId, role: 'peer' as const }))
    return policies.every((policy) => satisfies(policy, peers))
  }
  if (met([])) {
    // Nothing is required, but a proposal needs somebody who simulates it.
    for (const mspId of organizations) yield [mspId]
    return
  }
  const named = new Set(policies.flatMap(({ principals }) => principals.map(({ mspId }) => mspId)))
  const candidates = organizations.filter((mspId) => named.has(mspId))
  const search = new Search(policies, candidates, met)
  yield* search.run()
  if (search.found === 0 && met(candidates)) yield reduced(candidates, met)
}

/** Depth-first search for one size of set after the other. */
class Search {
  readonly #policies: readonly SignaturePolicy[]
  readonly #candidates: readonly string[]
  readonly #met: (set: readonly string[]) => boolean
  readonly #found: (readonly string[])[] = []
  #steps = 0
  /** The smallest size at which sets that this round leaves out could do. */
  #nextSize = 1

  constructor(
    policies: readonly SignaturePolicy[],
    candidates: readonly string[],
    met: (set: readonly string[]) => boolean,
  ) {
    this.#policies = policies
    this.#candidates = candidates
    this.#met = met
  }

  get found(): number {
    return this.#found.length
  }

  *run(): Generator<readonly string[], void> {
    while (this.#nextSize <= this.#candidates.length && !this.#isOver()) {
      const size = this.#nextSize
      this.#nextSize = Infinity
      yield* this.#extend([], 0, size)
    }
  }

  *#extend(set: readonly string[], from: number, size: number): Generator<readonly string[], void> {
    if (this.#isOver()) return
    this.#steps++
    const missing = this.#missing(new Set(set), new Set(this.#candidates.slice(from)))
    if (missing === Infinity) return
    if (missing === 0 && this.#met(set)) {
      if (set.length < size || this.#containsFound(set)) return
      this.#found.push(set)
      yield set
      return
    }
    const needed = set.length + Math.max(missing, 1)
    if (needed > size) {
      this.#nextSize = Math.min(this.#nextSize, Math.max(needed, size + 1))
      return
    }
    for (const [i, candidate] of this.#candidates.entries()) {
      if (i >= from) yield* this.#extend([...set, candidate], i + 1, size)
    }
  }

  #isOver(): boolean {
    return this.#found.length >= LAYOUT_LIMIT || this.#steps >= STEP_LIMIT
  }

  #containsFound(set: readonly string[]): boolean {
    return this.#found.some((smaller) => smaller.every((mspId) => set.includes(mspId)))
  }

  #missing(set: ReadonlySet<string>, others: ReadonlySet<string>): number {
    return Math.max(...this.#policies.map((policy) => missingIn(policy.rule, policy, set, others)))
  }
}

/**
 * How many of the other organisations a rule needs at least besides the set. Sums are right although an organisation
 * may stand in several rules, since its one peer counts for one principal only.
 */
function missingIn(
  rule: PolicyRule,
  policy: SignaturePolicy,
  set: ReadonlySet<string>,
  others: ReadonlySet<string>,
): number {
  if ('signedBy' in rule) {
    const principal = policy.principals[rule.signedBy]
    if (principal === undefined || (principal.role !== 'peer' && principal.role !== 'member')) return Infinity
    if (set.has(principal.mspId)) return 0
    return others.has(principal.mspId) ? 1 : Infinity
  }
  if (rule.outOf > rule.rules.length) return Infinity
  return rule.rules
    .map((inner) => missingIn(inner, policy, set, others))
    .sort((a, b) => a - b)
    .slice(0, Math.max(rule.outOf, 0))
    .reduce((sum, missing) => sum + missing, 0)
}

/** A set without those at its end that it can do without. */
function reduced(set: readonly string[], met: (set: readonly string[]) => boolean): readonly string[] {
  return set.reduceRight<readonly string[]>((kept, mspId) => {
    const without = kept.filter((other) => other !== mspId)
    return met(without) ? without : kept
  }, set)
}
