import { describe, expect, it } from '@jest/globals'
import { meantName } from './meant-name'

describe('the name that was meant', () => {
  it.each([
    ['hscode', 'hsCode'],
    ['descripton', 'description'],
    ['orginCriterion', 'originCriterion'],
    ['DESCRIPTION', 'description'],
  ])('is found for %s', (given, meant) => {
    expect(meantName(given, ['hsCode', 'description', 'originCriterion', 'marks'])).toBe(meant)
  })

  it.each(['colour', 'mark', 'x'.repeat(10_000), ''])('is not guessed for what is too different', (given) => {
    expect(meantName(given, ['hsCode', 'description', 'date'])).toBeUndefined()
  })
})
