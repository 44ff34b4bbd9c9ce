import { layoutEur1 } from './layout-eur1'
import { layoutFormD } from './layout-form-d'
import { layoutGeneric } from './layout-generic'
import { layoutRcep } from './layout-rcep'
import type { Layout } from './layout'
import type { Shown } from './shown'

/** A family of forms that look alike. */
export type Family = 'form-d' | 'eur1' | 'rcep' | 'generic'

/** Which family the certificates of an agreement belong to; all others are generic. */
export const FAMILIES: Readonly<Record<string, Family>> = {
  RCEP: 'rcep',
  ATIGA: 'form-d',
  AANZFTA: 'form-d',
  ACFTA: 'form-d',
  AKFTA: 'form-d',
  AJCEP: 'form-d',
  ChAFTA: 'form-d',
  'China-Korea': 'form-d',
  'IA-CEPA': 'form-d',
  'Indonesia-Japan-EPA': 'form-d',
  'Indonesia-Korea-CEPA': 'form-d',
  'Japan-Australia-EPA': 'form-d',
  'China-Switzerland': 'eur1',
  'Japan-Switzerland-EPA': 'eur1',
  'EUR.1': 'eur1',
}

const LAYOUTS: Readonly<Record<Family, (shown: Shown) => Layout>> = {
  'form-d': layoutFormD,
  eur1: layoutEur1,
  rcep: layoutRcep,
  generic: layoutGeneric,
}

/** The family of a certificate. */
export function familyOf(shown: Shown): Family {
  return FAMILIES[String(shown.value('/agreement/code'))] ?? 'generic'
}

/** What is printed of a certificate. */
export function layoutOf(shown: Shown): Layout {
  return LAYOUTS[familyOf(shown)](shown)
}
