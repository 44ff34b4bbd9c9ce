/** The text is no e-CO document at all; the sentence says which rule it breaks, and nothing of what it holds. */
export class NotADocument extends Error {
  override readonly name = 'NotADocument'
}
