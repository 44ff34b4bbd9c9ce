import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { REFUSALS } from '@eco/domain'
import type { RefusalCode } from '@eco/domain'
import { ISSUING_SCENES, USE_SCENES } from '../testing/scenes/certificate-scenes'
import type { Scene } from '../testing/scenes/certificate-scenes'
import { CASE_SCENES, RETENTION_SCENES } from '../testing/scenes/exchange-scenes'
import { REGISTER_SCENES } from '../testing/scenes/register-scenes'
import { Stage } from '../testing/scenes/stage'
import { REFUSAL_STATUS } from './problem'

/** Each code and what leads to it: a code without a scene does not compile. */
const SCENES: Readonly<Record<RefusalCode, Scene>> = {
  ...ISSUING_SCENES,
  ...USE_SCENES,
  ...CASE_SCENES,
  ...RETENTION_SCENES,
  ...REGISTER_SCENES,
}

describe('every refusal over HTTP', () => {
  let stage: Stage

  beforeAll(async () => {
    stage = await Stage.open()
  }, 60_000)

  afterAll(() => stage.close())

  it.each(REFUSALS)('is met: %s', async (code) => {
    const { status, body } = await SCENES[code](stage)

    expect({ code: body.code, status, detail: body.detail }).toEqual({
      code,
      status: REFUSAL_STATUS[code],
      detail: expect.stringMatching(/[.!?]$/),
    })
    expect(body.type).toBe(`urn:eco:problem:${code.toLowerCase().replaceAll('_', '-')}`)
  })
})
