import { describe, expect, it } from '@jest/globals'
import { requireRoom } from './disk-room'
import { explain, LaunchError } from './launch-error'

describe('a failed start', () => {
  it.each([
    ['a full disk', 'ENOSPC: no space left on device, write', /disk that holds FOLDER is full: make room/],
    ['a full disk, found by the database', 'database or disk is full', /disk that holds FOLDER is full: make room/],
    [
      'a port that was taken meanwhile',
      'listen EADDRINUSE: address already in use',
      /port .* is taken: .* ECO_BASE_PORT/,
    ],
    ['a folder that may not be written', "EACCES: permission denied, mkdir '/x'", /cannot be written: .* ECO_DATA/],
    ['a damaged database', 'database disk image is malformed', /FOLDER is damaged .* `npm run reset`/],
    ['a file that is no database', 'file is not a database', /FOLDER is damaged .* `npm run reset`/],
  ])('says of %s what it is and what to do, in one sentence', (_, text, sentence) => {
    const { message } = explain(new Error(text), 'FOLDER')

    expect(message).toMatch(sentence)
    expect(message.match(/\.(\s|$)/g)).toHaveLength(1)
  })

  it('keeps the sentence of an error that has one', () => {
    const error = new LaunchError('Port 1 is taken: choose another.')

    expect(explain(error, 'FOLDER')).toBe(error)
  })

  it('keeps the text of what nobody foresaw', () => {
    expect(explain(new Error('something new'), 'FOLDER').message).toBe('something new')
  })
})

describe('a disk without room', () => {
  it('is named with its folder, what is free, and what to do', async () => {
    await expect(requireRoom(process.cwd(), Number.MAX_SAFE_INTEGER)).rejects.toThrow(
      /^The disk that holds .* is full \(\d+ MiB free\): make room, at least 100 MiB, then start again\.$/,
    )
  })

  it('is no problem where there is room', async () => {
    await expect(requireRoom(process.cwd(), 0)).resolves.toBeUndefined()
  })
})
