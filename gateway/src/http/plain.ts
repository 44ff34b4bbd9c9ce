/** The shape of a class that only describes data: handlers answer plain objects of it. */
export type Plain<T> = T extends string | number | boolean | null | undefined
  ? T
  : T extends readonly (infer Entry)[]
    ? readonly Plain<Entry>[]
    : { readonly [Name in keyof T]: Plain<T[Name]> }
