import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { BUSINESS_CODES } from '@eco/domain'
import type { Said as Code } from '@eco/domain'
import { FREE, ISSUING_SCENES, USE_SCENES } from '../testing/scenes/certificate-scenes'
import type { Scene } from '../testing/scenes/certificate-scenes'
import { FINDING_SCENES, LINE_SCENES, NOTICE_SCENES } from '../testing/scenes/check-scenes'
import { CASE_SCENES } from '../testing/scenes/exchange-scenes'
import { REGISTER_SCENES } from '../testing/scenes/register-scenes'
import { Stage } from '../testing/scenes/stage'

/** Datasets that each break one rule of their agreement. */
const BROKEN: Readonly<Record<string, (stage: Stage) => Readonly<Record<string, unknown>>>> = {
  V1: (stage) => stage.dataset({ ...CHINA, items: items(stage, 21) }),
  V3: (stage) => stage.dataset({ ...FREE, items: [{ ...item(stage), hsCode: '5101110000' }] }),
  V4: (stage) => stage.dataset({ departureDate: '2026-05-20', flags: { issuedRetroactively: false } }),
  criterion: (stage) => stage.dataset({ items: [{ ...item(stage), originCriterion: { code: 'XYZ' } }] }),
}
const CHINA = { agreement: { code: 'ChAFTA', version: '2015' }, importCountry: 'CN' }

const SCENES: Readonly<Record<Code['tag'], Readonly<Record<string, Scene | readonly Scene[]>>>> = {
  refusal: { ...ISSUING_SCENES, ...USE_SCENES, ...CASE_SCENES, ...REGISTER_SCENES },
  finding: { ...FINDING_SCENES, ...LINE_SCENES },
  notice: NOTICE_SCENES,
}

const CASES = BUSINESS_CODES.flatMap(({ wrong, said }) => said.map((one) => [wrong, one.tag, one.code, one] as const))

describe('what goes wrong with certificates', () => {
  let stage: Stage

  beforeAll(async () => {
    stage = await Stage.open()
  }, 60_000)

  afterAll(() => stage.close())

  it.each(CASES)('%s is said over HTTP as a %s: %s', async (_, tag, code, one) => {
    const rule = one.tag === 'refusal' ? one.rule : undefined
    if (rule !== undefined) {
      const { body } = await stage.issue(BROKEN[rule]!(stage))
      expect(body).toMatchObject({ code, errors: expect.arrayContaining([expect.objectContaining({ rule })]) })
      return
    }
    const { status, body } = await (SCENES[tag][code] as Scene)(stage)

    expect([status >= 400, codesIn(body)]).toEqual([tag === 'refusal', expect.arrayContaining([code])])
  })
})

/** Every code or step that an answer names as what speaks against something, or is only told. */
function codesIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(codesIn)
  if (typeof value !== 'object' || value === null) return []
  const { code, step, result } = value as Readonly<Record<string, unknown>>
  const own = [code, step].filter((name) => typeof name === 'string')
  return [...(result === 'pass' ? [] : own), ...Object.values(value).flatMap(codesIn)]
}

function item(stage: Stage): object {
  const [first] = stage.dataset().items as readonly object[]
  return first!
}

function items(stage: Stage, count: number): readonly object[] {
  return Array.from({ length: count }, (_, index) => ({ ...item(stage), sequence: index + 1 }))
}
