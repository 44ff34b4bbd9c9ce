/** Why nothing could be read from what was given, for programs. */
export type CarrierProblemCode =
  | 'TYPE_NOT_SUPPORTED'
  | 'TOO_LARGE'
  | 'TEXT_UNREADABLE'
  | 'PDF_UNREADABLE'
  | 'PDF_ENCRYPTED'
  | 'PDF_WITHOUT_DOCUMENT'
  | 'PDF_WITH_SEVERAL_DOCUMENTS'
  | 'PICTURE_UNREADABLE'
  | 'PICTURE_WITHOUT_CODE'
  | 'PICTURE_WITH_SEVERAL_CODES'
  | 'CODE_OF_ANOTHER_KIND'
  | 'TOOK_TOO_LONG'

/** What was given carries no certificate that can be read; the sentence says why, and repeats nothing of it. */
export class CarrierProblem extends Error {
  override readonly name = 'CarrierProblem'

  constructor(
    readonly code: CarrierProblemCode,
    sentence: string,
  ) {
    super(sentence)
  }
}
