import { NODE_ROLES } from '../identity/identity'
import type { ApplicationPolicy, PolicyRule, Principal, SignaturePolicy } from './signature-policy'

/** A policy that cannot be read; the message says what is wrong and where. */
export class PolicyError extends Error {
  override readonly name = 'PolicyError'
}

const ROLES = ['member', ...NODE_ROLES] as const
const PRINCIPAL = new RegExp(`^([A-Za-z0-9.-]+)\\.(${ROLES.join('|')})$`)
const GATES = ['AND', 'And', 'and', 'OR', 'Or', 'or', 'OUTOF', 'OutOf', 'outof']
const TOKEN = /\s*(?:(?<gate>[A-Za-z]+)\s*\(|'(?<single>[^']*)'|"(?<double>[^"]*)"|(?<number>\d+)|(?<mark>[),]))/y

/** Reads Fabric's policy language: `AND('Org1MSP.peer', OR(…))`, `OutOf(2, …)`. */
export function parsePolicy(text: string): SignaturePolicy {
  const reader = new Reader(text)
  const rule = reader.policy()
  return { rule, principals: reader.principals }
}

/** Reads Fabric's policy language, or the name of a policy of the channel's configuration: `/Channel/Application/Endorsement`. */
export function parseApplicationPolicy(text: string): ApplicationPolicy {
  return text.startsWith('/') ? { channelPolicy: text } : parsePolicy(text)
}

interface Token {
  readonly gate?: string | undefined
  readonly quoted?: string | undefined
  readonly number?: string | undefined
  readonly mark?: string | undefined
}

class Reader {
  /** One for each place where one stands, inner gates' first: so Fabric numbers them, and the bytes are the same. */
  readonly principals: Principal[] = []
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  policy(): PolicyRule {
    const { gate } = this.#next()
    if (gate === undefined) throw this.#error('expected AND(…), OR(…) or OutOf(…)')
    const rule = this.#gate(gate)
    if (this.#rest() !== '') throw this.#error('text after the end of the policy')
    return rule
  }

  #operand(): PolicyRule | Principal {
    const { gate, quoted } = this.#next()
    if (gate !== undefined) return this.#gate(gate)
    if (quoted !== undefined) return this.#principal(quoted)
    throw this.#error("expected AND(…), OR(…), OutOf(…) or a principal such as 'Org1MSP.peer'")
  }

  #gate(gate: string): PolicyRule {
    if (!GATES.includes(gate)) throw this.#error(`unrecognized token '${gate}' in policy string`)
    const kind = gate.toUpperCase()
    const count = kind === 'OUTOF' ? this.#count() : undefined
    const rules = this.#operands().map((operand) =>
      'mspId' in operand ? { signedBy: this.principals.push(operand) - 1 } : operand,
    )
    const outOf = count ?? (kind === 'AND' ? rules.length : 1)
    // Fabric lets one more than there are pass: such a policy is never met.
    if (outOf > rules.length + 1) throw this.#error(`invalid t-out-of-n predicate, t ${outOf}, n ${rules.length}`)
    return { outOf, rules }
  }

  #count(): number {
    const { number } = this.#next()
    if (number === undefined || this.#next().mark !== ',') throw this.#error('OutOf needs a number and rules')
    return Number(number)
  }

  #operands(): (PolicyRule | Principal)[] {
    const operands: (PolicyRule | Principal)[] = []
    for (;;) {
      operands.push(this.#operand())
      const { mark } = this.#next()
      if (mark === ')') return operands
      if (mark !== ',') throw this.#error("expected ',' or ')'")
    }
  }

  #principal(text: string): Principal {
    const [, mspId, name] = PRINCIPAL.exec(text) ?? []
    const role = ROLES.find((known) => known === name)
    if (mspId === undefined || role === undefined) throw this.#error(`error parsing principal ${text}`)
    return { mspId, role }
  }

  #next(): Token {
    TOKEN.lastIndex = this.#at
    const groups = TOKEN.exec(this.#text)?.groups
    if (groups === undefined) throw this.#error(this.#rest() === '' ? 'it ends too early' : 'unreadable text')
    this.#at = TOKEN.lastIndex
    const { gate, single, double, number, mark } = groups
    return { gate, quoted: single ?? double, number, mark }
  }

  #rest(): string {
    return this.#text.slice(this.#at).trim()
  }

  #error(problem: string): PolicyError {
    return new PolicyError(`invalid policy string '${this.#text}' at position ${this.#at}: ${problem}`)
  }
}
