/** A unit as so many of the unit of its kind: a whole number over a whole number. */
interface Unit {
  readonly kind: 'mass' | 'volume' | 'length' | 'area' | 'pieces' | 'pairs'
  readonly whole: bigint
  readonly part: bigint
}

function unit(kind: Unit['kind'], whole: bigint, part = 1n): Unit {
  return { kind, whole, part }
}

// UN/ECE Recommendation 20, the units whose relation is exact and that customs declarations count in. Pieces and
// "one" are the same count; packages are none of these, since what is in them differs.
const UNITS: ReadonlyMap<string, Unit> = new Map([
  ['MGM', unit('mass', 1n, 1000n)],
  ['GRM', unit('mass', 1n)],
  ['HGM', unit('mass', 100n)],
  ['KGM', unit('mass', 1000n)],
  ['DTN', unit('mass', 100_000n)],
  ['TNE', unit('mass', 1_000_000n)],
  ['CTM', unit('mass', 1n, 5n)],
  ['LBR', unit('mass', 45_359_237n, 100_000n)],
  ['ONZ', unit('mass', 45_359_237n, 1_600_000n)],
  ['MLT', unit('volume', 1n)],
  ['CMQ', unit('volume', 1n)],
  ['CLT', unit('volume', 10n)],
  ['DLT', unit('volume', 100n)],
  ['LTR', unit('volume', 1000n)],
  ['DMQ', unit('volume', 1000n)],
  ['HLT', unit('volume', 100_000n)],
  ['MTQ', unit('volume', 1_000_000n)],
  ['MMT', unit('length', 1n)],
  ['CMT', unit('length', 10n)],
  ['DMT', unit('length', 100n)],
  ['MTR', unit('length', 1000n)],
  ['KMT', unit('length', 1_000_000n)],
  ['INH', unit('length', 254n, 10n)],
  ['FOT', unit('length', 3048n, 10n)],
  ['YRD', unit('length', 9144n, 10n)],
  ['MMK', unit('area', 1n)],
  ['CMK', unit('area', 100n)],
  ['DMK', unit('area', 10_000n)],
  ['MTK', unit('area', 1_000_000n)],
  ['KMK', unit('area', 1_000_000_000_000n)],
  ['H87', unit('pieces', 1n)],
  ['C62', unit('pieces', 1n)],
  ['DZN', unit('pieces', 12n)],
  ['CEN', unit('pieces', 100n)],
  ['GRO', unit('pieces', 144n)],
  ['MIL', unit('pieces', 1000n)],
  ['PR', unit('pairs', 1n)],
  ['TPR', unit('pairs', 10n)],
])

/** What became of converting an amount: the amount, or why there is none. */
export type Conversion = { readonly amount: bigint } | { readonly problem: 'not-comparable' | 'not-exact' }

/**
 * An amount (whole number of millionths of a unit of UN/ECE Recommendation 20) in millionths of another unit. It is
 * never rounded: an amount that does not come out whole is refused, since an account knows no parts.
 */
export function convertUnits(amount: bigint, from: string, to: string): Conversion {
  if (from === to) return { amount }
  const [source, target] = [UNITS.get(from), UNITS.get(to)]
  if (source === undefined || target === undefined || source.kind !== target.kind) return { problem: 'not-comparable' }
  const above = amount * source.whole * target.part
  const below = source.part * target.whole
  return above % below === 0n ? { amount: above / below } : { problem: 'not-exact' }
}
