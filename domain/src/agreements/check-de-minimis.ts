import type { CheckInput } from './check'
import { isKnown } from './evidence'
import { flagOf, valueAt } from './facts'

const FLAG = '/flags/deMinimis'

/** Materials that keep their classification (V11): no more than the agreement allows, as far as their share is told. */
export function checkDeMinimis({ facts, profile, findings, context }: CheckInput): void {
  if (!flagOf(facts, 'deMinimis')) return
  const rule = profile.deMinimis
  if (!isKnown(rule)) {
    findings.unread('V11', FLAG, rule, 'de minimis materials')
    return
  }
  const { percent } = rule.value
  if (context.deMinimis === undefined) {
    findings.notice(
      'V11',
      FLAG,
      rule,
      `The share of these materials, at most ${percent} per cent, is not on the certificate.`,
    )
    return
  }
  for (const item of facts.items) {
    const share = context.deMinimis.find(({ sequence }) => sequence === valueAt(item.value, '/sequence'))
    if (share === undefined || Number(share.percent) <= percent) continue
    findings.broken('V11', item.pointer, rule, `These materials may be at most ${percent} per cent of the value.`)
  }
}
