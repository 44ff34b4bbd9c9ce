const YEARS_MS = 11 * 365.25 * 24 * 60 * 60 * 1000
const GenuineDate = Date

/** Loaded before a program, it puts the program's clock eleven years forward; dates that are given stay what they are. */
class ShiftedDate extends GenuineDate {
  constructor(...args: ConstructorParameters<typeof Date> | []) {
    if (args.length === 0) super(ShiftedDate.now())
    else super(...args)
  }

  static override now(): number {
    return GenuineDate.now() + YEARS_MS
  }
}

globalThis.Date = ShiftedDate as DateConstructor
