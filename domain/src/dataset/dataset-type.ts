import type { IsoDate } from '../date'
import type { DATASET_ELEMENTS } from './elements'
import type {
  CodeFormat,
  DateFormat,
  DateTimeFormat,
  DecimalFormat,
  FlagFormat,
  ListFormat,
  Members,
  ObjectFormat,
  PlaceFormat,
  TextFormat,
  WholeFormat,
  WordFormat,
} from './format'

/** The type of the values that a format accepts. */
export type ValueOf<F> = F extends TextFormat | CodeFormat | DateTimeFormat | DecimalFormat | PlaceFormat
  ? string
  : F extends DateFormat
    ? IsoDate
    : F extends WordFormat<infer W>
      ? W
      : F extends WholeFormat
        ? number
        : F extends FlagFormat
          ? boolean
          : F extends ListFormat<infer Entry>
            ? readonly ValueOf<Entry>[]
            : F extends ObjectFormat<infer M>
              ? ObjectOf<M>
              : never

type ObjectOf<M extends Members> = Together<
  { readonly [K in keyof M as M[K]['required'] extends true ? K : never]: ValueOf<M[K]['format']> } & {
    readonly [K in keyof M as M[K]['required'] extends true ? never : K]?: ValueOf<M[K]['format']>
  }
>

type Together<T> = { [K in keyof T]: T[K] }

type Rows = (typeof DATASET_ELEMENTS)[keyof typeof DATASET_ELEMENTS]

// The rows whose place is under a prefix, and the first step of each place below it.
type Below<Prefix extends string> = Extract<Rows, { readonly at: `${Prefix}/${string}` }>
type StepOf<At extends string, Prefix extends string> = At extends `${Prefix}/${infer Rest}`
  ? Rest extends `${infer Step}/${string}`
    ? Step
    : Rest
  : never
type Steps<Prefix extends string> = StepOf<Below<Prefix>['at'], Prefix>

type IsNeeded<At extends string> = true extends Extract<Rows, { readonly at: At | `${At}/${string}` }>['required']
  ? true
  : false

type At<Place extends string> = [Extract<Rows, { readonly at: Place }>] extends [never]
  ? Branch<Place>
  : ValueOf<Extract<Rows, { readonly at: Place }>['format']>

type Branch<Place extends string> =
  '*' extends Steps<Place>
    ? readonly At<`${Place}/*`>[]
    : Together<
        { readonly [S in Steps<Place> as IsNeeded<`${Place}/${S}`> extends true ? S : never]: At<`${Place}/${S}`> } & {
          readonly [S in Steps<Place> as IsNeeded<`${Place}/${S}`> extends true ? never : S]?: At<`${Place}/${S}`>
        } & Extensions<Place>
      >

/** What the parties agreed on among themselves, by names of their own; kept and signed, but judged by nobody. */
export type ExtensionMembers = Readonly<Record<string, unknown>>

type Extensions<Place extends string> = Place extends '' | '/items/*'
  ? { readonly extensions?: ExtensionMembers }
  : object

/** The common dataset of a certificate of origin, made from the table of elements. */
export type CommonDataset = At<''>
export type CommonItem = CommonDataset['items'][number]
