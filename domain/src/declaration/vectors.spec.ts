import { describe, expect, it } from '@jest/globals'
import { profileNamed } from '../agreements/catalogue'
import { parseDate } from '../date'
import { checkDeclarationLines } from './check-lines'
import type { LineAnswer } from './check-lines'
import { parseDeclaration } from './declaration'
import type { DeclaredCertificate } from './declared-certificate'
import { declarationDigest } from './digest'
import type { DeclarationIdentity } from './digest'
import { LINE_CODES } from './words'

declare function require(path: string): unknown

type WrittenCertificate = Omit<DeclaredCertificate, 'profile'> & {
  readonly profile: { readonly code: string; readonly version: string } | null
}

interface LineVectors {
  readonly certificates: Readonly<Record<string, WrittenCertificate>>
  readonly cases: readonly {
    readonly name: string
    readonly certificates: readonly { readonly of: string; readonly changes?: Partial<WrittenCertificate> }[]
    readonly declaration: unknown
    readonly today?: string
    readonly lines: readonly object[]
  }[]
}

const vectors = require('../../vectors/declarations/lines.json') as LineVectors

describe('the published vectors of declarations', () => {
  it.each(vectors.cases)('hold: $name', ({ certificates, declaration, today, lines }) => {
    const presented = certificates.map(({ of, changes }) => asPresented({ ...vectors.certificates[of]!, ...changes }))

    const answers = checkDeclarationLines({
      declaration: parseDeclaration(declaration),
      certificates: presented,
      ...(today !== undefined && { today: parseDate(today, 'today') }),
    })

    expect(answers.map(asWritten)).toEqual(lines)
  })

  it('reach every answer that a line can have', () => {
    const told = new Set(vectors.cases.flatMap(({ lines }) => lines.flatMap((line) => (line as Written).codes)))
    const answers = Object.entries(LINE_CODES).filter(([, { result }]) => result !== 'pass')

    expect(answers.map(([code]) => code).filter((code) => !told.has(code))).toEqual(PARTLY_SHOWN)
  })

  it.each((require('../../vectors/declarations/digests.json') as { cases: (DeclarationIdentity & Digest)[] }).cases)(
    'hold for the digest of $reference',
    ({ salt, digest, ...identity }) => {
      expect(declarationDigest(identity, salt)).toBe(digest)
    },
  )
})

interface Digest {
  readonly salt: string
  readonly digest: string
}

// Answers about single elements that no document may withhold; other tests reach them.
const PARTLY_SHOWN = ['TARIFF_CODE_NOT_READABLE', 'ORIGIN_NOT_READABLE', 'UNIT_NOT_READABLE']

interface Written {
  readonly codes: readonly string[]
}

function asPresented({ profile, dataset, ...certificate }: WrittenCertificate): DeclaredCertificate {
  return {
    ...certificate,
    dataset: dataset ?? undefined,
    profile: profile === null ? undefined : profileNamed(profile.code, profile.version),
  }
}

function asWritten(answer: LineAnswer): object {
  const { line, verdict, checks, nextSteps, mayReserve, minorDiscrepancies, itemSequence, left, counted } = answer
  return JSON.parse(
    JSON.stringify({
      line,
      verdict,
      codes: checks.filter(({ result }) => result !== 'pass').map(({ code }) => code),
      steps: nextSteps.map(({ step }) => step),
      mayReserve,
      minor: minorDiscrepancies.map(({ kind }) => kind),
      itemSequence,
      left,
      counted,
    }),
  ) as object
}
