import { describe, expect, it } from '@jest/globals'
import { ONE_MACHINE, PRODUCTION, requireConsistent } from './settings'

describe('the settings', () => {
  it.each([
    ['one machine', ONE_MACHINE],
    ['production', PRODUCTION],
  ])('for %s go together', (_, settings) => {
    expect(() => requireConsistent(settings)).not.toThrow()
  })

  it.each([
    [{ requestPoolSize: 900 }, 'requestPoolSize'],
    [{ requestForwardTimeout: '3s' }, 'requestForwardTimeout'],
    [{ requestComplainTimeout: '3m' }, 'requestComplainTimeout'],
    [{ viewChangeResendInterval: '5s' }, 'viewChangeResendInterval'],
    [{ blockInterval: '10s' }, 'depose the leader'],
    [{ blockInterval: 'soon' }, 'blockInterval is no duration'],
  ])('%j are refused, and named', (change, words) => {
    expect(() => requireConsistent({ ...ONE_MACHINE, ...change })).toThrow(words)
  })
})
