export { LOSS_SENTENCES } from './formats/answer'
export type {
  FormatProblem,
  FormatReading,
  FormatRule,
  LossReason,
  LostElement,
  WriteOptions,
  Written,
} from './formats/answer'
export { FORMATS, READABLE_FORMATS, formatGaps, readFormat, writeFormat } from './formats/catalogue'
export type { FormatGap, FormatName } from './formats/catalogue'
export { FORMAT_LIMITS } from './formats/size'
