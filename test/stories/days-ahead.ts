// Loaded before a program: its clock goes so many days ahead, for stories about deadlines.
const ahead = Number(process.env.ECO_STORY_DAYS_AHEAD ?? '0') * 24 * 60 * 60 * 1000
const RealDate = Date

globalThis.Date = new Proxy(RealDate, {
  construct: (target, args: unknown[]) =>
    args.length === 0 ? new RealDate(RealDate.now() + ahead) : (Reflect.construct(target, args) as Date),
  get: (target, name) => (name === 'now' ? () => RealDate.now() + ahead : (Reflect.get(target, name) as unknown)),
})

export {}
