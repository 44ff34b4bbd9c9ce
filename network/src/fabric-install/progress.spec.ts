import { describe, expect, it } from '@jest/globals'
import { ProgressLine } from './progress'

function shown(isTTY: boolean): string {
  let [text, now] = ['', 0]
  const line = new ProgressLine({ isTTY, write: (part: string) => (text += part) }, () => now)
  for (const bytes of [1e6, 2e6, 3e6]) {
    line.show({ bytes, total: 3e6 })
    now += 1000
  }
  line.say('done')
  return text
}

describe('the progress of a download', () => {
  it('is one line that changes, on a terminal', () => {
    expect(shown(true)).toBe(
      '\r  1.0 MB of 3.0 MB (33 %)\r  2.0 MB of 3.0 MB (66 %)\r  3.0 MB of 3.0 MB (100 %)\ndone\n',
    )
  })

  it('leaves nothing of a longer line when the download begins anew', () => {
    let [text, now] = ['', 0]
    const line = new ProgressLine({ isTTY: true, write: (part: string) => (text += part) }, () => (now += 1000))

    line.show({ bytes: 22_000_000, total: undefined })
    line.show({ bytes: 1_000_000, total: undefined })

    expect(text).toBe('\r  22.0 MB\r  1.0 MB ')
  })

  it('is a line every few seconds, and the last one, elsewhere', () => {
    expect(shown(false)).toBe('  1.0 MB of 3.0 MB (33 %)\n  3.0 MB of 3.0 MB (100 %)\ndone\n')
  })
})
