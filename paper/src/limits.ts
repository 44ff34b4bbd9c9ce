/** How much of everything is accepted from outside. */
export const PAPER_LIMITS = {
  pdfBytes: 10 * 1024 * 1024,
  pictureBytes: 8 * 1024 * 1024,
  picturePixels: 40_000_000,
  textBytes: 2 * 1024 * 1024,
  jsonDepth: 40,
  /** To read one PDF or picture. */
  milliseconds: 5_000,
  /** For the reader of a PDF, in MiB. */
  pdfMemory: 256,
  /** For the reader of a picture, in MiB: as many as the largest picture takes in colour. */
  pictureMemory: 640,
  /** PDFs and pictures that are read at the same time; others wait. */
  readers: 2,
} as const

/** The name under which a document stands in a PDF. */
export const ATTACHMENT_NAME = 'certificate-of-origin.eco'
