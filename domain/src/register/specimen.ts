import { canonicalText, parseJson } from '../canonical'
import { parseDate } from '../date'
import type { IsoDate } from '../date'
import { LIMITS } from '../limits'
import { malformed, parseList, parseObject, parseText, parseWord } from '../shape'

/** In which formats the picture of a seal may be; each with how its base64 begins. */
export const SEAL_PICTURES = { 'image/png': 'iVBORw0KGgo', 'image/jpeg': '/9j/' } as const

/** One of the formats. */
export type SealPicture = keyof typeof SEAL_PICTURES

/**
 * By what the paper of an issuing authority is recognised where parties still ask for it: RCEP waives specimens only for
 * issuers with a secured website, ATIGA for members that issue electronic certificates only. Shown to parties alone.
 */
export interface Specimen {
  /** Lines of the postal address. */
  readonly address: readonly string[]
  readonly seal: {
    readonly mediaType: SealPicture
    /** base64 (RFC 4648 section 4) with its padding. */
    readonly data: string
  }
  /** Since which day the authority uses the seal. */
  readonly from: IsoDate
}

/** The one text of a specimen. */
export function printSpecimen({ address, seal, from }: Specimen): string {
  return canonicalText({ address, seal, from })
}

/** Reads the text of a specimen, and nothing else. */
export function readSpecimen(text: string, field = 'specimen'): Specimen {
  return parseSpecimen(parseJson(text, field), field)
}

/** Accepts a specimen, whole and with nothing else in it. */
export function parseSpecimen(input: unknown, field = 'specimen'): Specimen {
  const { address, seal, from } = parseObject(input, field, ['address', 'seal', 'from'])
  const { mediaType, data } = parseObject(seal, `${field}.seal`, ['mediaType', 'data'])
  const format = parseWord(mediaType, `${field}.seal.mediaType`, Object.keys(SEAL_PICTURES) as SealPicture[])
  return {
    address: parseList(address, `${field}.address`, [1, LIMITS.addressLines], parseLine),
    seal: { mediaType: format, data: parsePicture(data, format, `${field}.seal.data`) },
    from: parseDate(from, `${field}.from`),
  }
}

function parseLine(input: unknown, field: string): string {
  return parseText(input, field, /^[^\p{C}]+$/u, LIMITS.addressLineLength, 'a line of text')
}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/

function parsePicture(input: unknown, format: SealPicture, field: string): string {
  const most = Math.ceil(LIMITS.sealPictureBytes / 3) * 4
  const data = parseText(input, field, BASE64, most, `base64 of at most ${LIMITS.sealPictureBytes} bytes`)
  if (!data.startsWith(SEAL_PICTURES[format])) throw malformed(field, `is no ${format}`)
  return data
}
