import type { Identity } from '../identity/identity'
import type { PolicyRule, Principal, SignaturePolicy } from './signature-policy'

/** What a policy asks of an identity; the certificate tells two identities of one organisation and role apart. */
export type Signatory = Pick<Identity, 'mspId' | 'role'> & { readonly certificate?: string }

/**
 * True if these identities satisfy the policy. As in Fabric each is used for at most one principal, the first that is
 * free and fits is taken, and a certificate that is given twice counts once. A choice that leads nowhere is not taken
 * back: the order of the identities may matter where one fits several principals.
 */
export function satisfies(policy: SignaturePolicy, identities: readonly Signatory[]): boolean {
  return evaluate(policy.rule, policy.principals, distinct(identities), [])
}

/** Whether the rule is met; `used` grows by the identities that it took, and stays as it was if it is not met. */
function evaluate(
  rule: PolicyRule,
  principals: readonly Principal[],
  identities: readonly Signatory[],
  used: number[],
): boolean {
  if ('signedBy' in rule) {
    const principal = principals[rule.signedBy]
    const index = identities.findIndex((identity, i) => fits(identity, principal) && !used.includes(i))
    if (index >= 0) used.push(index)
    return index >= 0
  }
  const before = used.length
  let fulfilled = 0
  // All rules are tried, also after enough are met: Fabric does so too, and it decides who is free afterwards.
  for (const inner of rule.rules) if (evaluate(inner, principals, identities, used)) fulfilled++
  if (fulfilled >= rule.outOf) return true
  used.length = before
  return false
}

/** True if the identity is one of those that the principal names. */
export function fits(identity: Signatory, principal: Principal | undefined): boolean {
  if (principal?.mspId !== identity.mspId) return false
  return principal.role === 'member' || principal.role === identity.role
}

function distinct(identities: readonly Signatory[]): readonly Signatory[] {
  const isRepeated = ({ mspId, certificate }: Signatory, index: number): boolean =>
    certificate !== undefined &&
    identities.findIndex((other) => other.mspId === mspId && other.certificate === certificate) < index
  return identities.some(isRepeated) ? identities.filter((identity, i) => !isRepeated(identity, i)) : identities
}
