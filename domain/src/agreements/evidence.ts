/**
 * How well a rule is known: `read` in the text of the agreement or of its form, `secondary` in the guidance of an
 * administration or in another publication, `background` from general knowledge and not confirmed, `not-read`: looked
 * for and not found, which does not mean that there is no such rule.
 */
export const EVIDENCE = ['read', 'secondary', 'background', 'not-read'] as const

/** One of the degrees. */
export type Evidence = (typeof EVIDENCE)[number]

/** A rule of an agreement with the place it comes from. Without a value the agreement was not read on this point. */
export type Rule<T> = KnownRule<T> | UnreadRule

/** A rule with its value: what the agreement says, and where. */
export interface KnownRule<T> {
  readonly evidence: 'read' | 'secondary' | 'background'
  readonly value: T
  readonly source: string
}

/** A rule that nobody has read yet; `source` says where to look. */
export interface UnreadRule {
  readonly evidence: 'not-read'
  readonly source: string
}

/** A rule read in the agreement's own text or form. */
export function read<T>(value: T, source: string): KnownRule<T> {
  return { evidence: 'read', value, source }
}

/** A rule read in guidance or another publication. */
export function secondary<T>(value: T, source: string): KnownRule<T> {
  return { evidence: 'secondary', value, source }
}

/** A rule from general knowledge that nobody confirmed. */
export function background<T>(value: T, source = 'general knowledge, not confirmed'): KnownRule<T> {
  return { evidence: 'background', value, source }
}

/** A rule that was not read; the text says where it would stand. */
export function notRead(source = 'the text was not read on this point'): UnreadRule {
  return { evidence: 'not-read', source }
}

/** True for a rule that has a value. */
export function isKnown<T>(rule: Rule<T>): rule is KnownRule<T> {
  return rule.evidence !== 'not-read'
}

/** True for a rule that was read somewhere, so that breaking it is more than a hint. */
export function isBinding(rule: { readonly evidence: Evidence }): boolean {
  return rule.evidence === 'read' || rule.evidence === 'secondary'
}
