/** Every rule that holds for each dataset, whatever its agreement, and what it asks for. */
export const DATASET_RULES = {
  required: 'An element that every dataset has must be there.',
  format: 'A value must be written as its element asks.',
  code: 'A code must stand in its list; a place must begin with the code of a country.',
  'code-withdrawn': 'A code that went out of use may only stand in a certificate issued before.',
  limit: 'Nothing may be longer, larger, deeper or more than its limit.',
  'unknown-element': 'Only elements of the common dataset may stand in it; others belong into `extensions`.',
  'unknown-member': 'The issuing and the importing country must be members of the network.',
  unrepresentable: 'A dataset must contain nothing that JSON cannot represent.',
  unique: 'What names an entry of a list must be there once.',
  order: 'Days must not contradict each other, nor masses, nor countries.',
  contradiction:
    'What one element says must agree with what another says: a flag and what it announces, type and flag.',
  V7: 'A back-to-back certificate names the certificates from which it is drawn (RCEP 3.19, ATIGA R.11).',
  V13: 'A certificate that takes the place of another names it (RCEP 3.17.5, ATIGA R.29(4)).',
} as const

/** The id of a rule that holds for each dataset. */
export type DatasetRule = keyof typeof DATASET_RULES

/** What is wrong with one place of a dataset. Neither a value nor a name that the sender chose is ever repeated. */
export interface DatasetProblem {
  /** JSON Pointer (RFC 6901); of an element that must not be there, the object in which it stands. */
  readonly pointer: string
  readonly rule: DatasetRule
  readonly sentence: string
  /** What the rule allows, in words; absent where there is nothing more to say. */
  readonly limit?: string
}

/** So many problems are told of one dataset; a last one says that there are more. */
export const PROBLEMS_MOST = 1000

/** Collects what is wrong with a dataset. */
export class Problems {
  readonly #problems: DatasetProblem[] = []

  /** Notes a problem: `what` completes a sentence that begins with the name of the place. */
  add(pointer: string, rule: DatasetRule, what: string, limit?: string): void {
    if (this.#problems.length > PROBLEMS_MOST) return
    if (this.#problems.length === PROBLEMS_MOST) {
      this.#problems.push({
        pointer: '',
        rule: 'limit',
        sentence: `The dataset has more than ${PROBLEMS_MOST} problems.`,
      })
      return
    }
    const name = pointer === '' ? 'The dataset' : pointer.slice(1).replaceAll('/', '.')
    const problem = { pointer, rule, sentence: `${name} ${what}.` }
    this.#problems.push(limit === undefined ? problem : { ...problem, limit })
  }

  /** All that was noted, in the order in which it was found. */
  all(): readonly DatasetProblem[] {
    return this.#problems
  }
}
