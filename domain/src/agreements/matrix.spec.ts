import { describe, expect, it } from '@jest/globals'
import { PROFILES } from './catalogue'
import { EXCHANGES } from './exchanges'
import { memberPairs } from '../member'
import { profilesBetween } from './matrix'
import { PROOF_FORMS } from './profile'

// Every pair once; where the other direction differs it is given after a stroke.
const AGREEMENTS: Readonly<Record<string, string>> = {
  'AU CN': 'RCEP ChAFTA',
  'AU ID': 'RCEP AANZFTA IA-CEPA',
  'AU JP': 'RCEP Japan-Australia-EPA CPTPP',
  'AU KR': 'RCEP Korea-Australia-FTA',
  'AU MG': '',
  'AU UY': '',
  'AU CH': '',
  'CN ID': 'RCEP ACFTA',
  'CN JP': 'RCEP',
  'CN KR': 'RCEP China-Korea APTA',
  'CN MG': ' | China-LDC',
  'CN UY': '',
  'CN CH': 'China-Switzerland',
  'ID JP': 'RCEP AJCEP Indonesia-Japan-EPA',
  'ID KR': 'RCEP AKFTA Indonesia-Korea-CEPA',
  'ID MG': '',
  'ID UY': '',
  'ID CH': 'EFTA-Indonesia',
  'JP KR': 'RCEP',
  'JP MG': '',
  'JP UY': '',
  'JP CH': 'Japan-Switzerland-EPA',
  'KR MG': '',
  'KR UY': '',
  'KR CH': 'EFTA-Korea',
  'MG UY': '',
  'MG CH': 'Switzerland-GSP | ',
  'UY CH': '',
}

// Kinds of proof and forms: c certificate, a approved exporter's declaration, s self-certification;
// p paper, e electronic document, x exchange of data.
const PROOFS: Readonly<Record<string, string>> = {
  RCEP: 'c:pe a:pe s:pe',
  ChAFTA: 'c:p s:p',
  'China-Korea': 'c:px',
  AANZFTA: 'c:p',
  ACFTA: 'c:px',
  AKFTA: 'c:px',
  AJCEP: 'c:pe',
  APTA: 'c:px',
  'IA-CEPA': 'c:p a:p',
  'Indonesia-Japan-EPA': 'c:px',
  'Indonesia-Korea-CEPA': 'c:pe',
  'Korea-Australia-FTA': 's:pe c:pe',
  'Japan-Australia-EPA': 'c:pe s:pe',
  'Japan-Switzerland-EPA': 'c:p a:p',
  'China-Switzerland': 'c:p a:p',
  'EFTA-Korea': 'a:p s:p',
  'EFTA-Indonesia': 's:p',
  CPTPP: 's:pe',
  'China-LDC': 'c:p',
  'Switzerland-GSP': 'c:p s:pe',
  'Non-preferential': 'c:pe',
}

const FORM_LETTERS = { paper: 'p', 'electronic-document': 'e', 'data-exchange': 'x' } as const

describe('the matrix of the 28 pairs', () => {
  it('has every pair of members once', () => {
    expect(memberPairs().map((pair) => pair.join(' '))).toEqual(Object.keys(AGREEMENTS))
  })

  it.each(memberPairs())('says which agreements work between %s and %s, in both directions', (one, other) => {
    const [there = '', back = there] = (AGREEMENTS[`${one} ${other}`] ?? '?').split(' | ')

    expect(codesBetween(one, other)).toEqual([...there.trim().split(' ').filter(Boolean), 'Non-preferential'])
    expect(codesBetween(other, one)).toEqual([...back.trim().split(' ').filter(Boolean), 'Non-preferential'])
  })

  it.each(memberPairs())('says how origin is proved between %s and %s, and whether electronically', (one, other) => {
    for (const { profile, proofs } of [...profilesBetween(one, other), ...profilesBetween(other, one)]) {
      const text = proofs.map(({ rule, forms }) => {
        const letters = PROOF_FORMS.filter((form) => forms.includes(form)).map((form) => FORM_LETTERS[form])
        return `${rule.kind[0] ?? ''}:${letters.join('')}`
      })

      expect(text.join(' ')).toBe(PROOFS[profile.code])
    }
  })

  it('lets no pattern through, and every other profile work for some pair', () => {
    const used = new Set(
      memberPairs().flatMap(([one, other]) => [...codesBetween(one, other), ...codesBetween(other, one)]),
    )

    expect([...used].sort()).toEqual(PROFILES.flatMap(({ code, status }) => (status === 'in-use' ? [code] : [])).sort())
  })

  it('knows exchanges of data only for agreements and pairs that it has', () => {
    for (const { agreement, between, kind } of EXCHANGES) {
      const pair = memberPairs().find((members) => members.every((code) => between.includes(code)))
      const found = pair && profilesBetween(...pair).find(({ profile }) => profile.code === agreement)

      expect(found?.proofs.find(({ rule }) => rule.kind === kind)?.forms).toContain('data-exchange')
    }
  })
})

function codesBetween(...[exporter, importer]: Parameters<typeof profilesBetween>): readonly string[] {
  return profilesBetween(exporter, importer).map(({ profile }) => profile.code)
}
