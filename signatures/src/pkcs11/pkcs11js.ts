import { createRequire } from 'node:module'
import { KeyProblem } from '../key-problem'

/** A slot, a session or an object, as the package names it. */
export type Handle = Buffer

/** Attributes asked for, or with their values (PKCS #11, 4.1). */
export type Template = { readonly type: number; readonly value?: number | boolean | string | Buffer }[]

/** The part of `pkcs11js` 2 that is used here; its methods throw errors with PKCS #11's number as `code`. */
export interface Pkcs11 {
  load: (path: string) => void
  close: () => void
  C_Initialize: (options: { readonly flags: number }) => void
  C_Finalize: () => void
  C_GetSlotList: (tokenPresent: boolean) => Handle[]
  C_GetTokenInfo: (slot: Handle) => { readonly label: string; readonly flags: number }
  C_OpenSession: (slot: Handle, flags: number) => Handle
  C_CloseSession: (session: Handle) => void
  C_Login: (session: Handle, userType: number, pin: string) => void
  C_FindObjectsInit: (session: Handle, template: Template) => void
  C_FindObjects: (session: Handle, most: number) => Handle[]
  C_FindObjectsFinal: (session: Handle) => void
  C_GetAttributeValue: (session: Handle, object: Handle, template: Template) => { readonly value: Buffer }[]
  C_SignInit: (session: Handle, mechanism: { readonly mechanism: number }, key: Handle) => void
  C_SignAsync: (session: Handle, input: Buffer, output: Buffer) => Promise<Buffer>
}

/** What `pkcs11js` exports, as far as it is used here. */
export interface Pkcs11Package {
  readonly PKCS11: new () => Pkcs11
}

/** PKCS #11's numbers (OASIS PKCS #11 3.1, header files). */
export const CK = {
  certificate: 1,
  publicKey: 2,
  privateKey: 3,
  class: 0x000,
  label: 0x003,
  value: 0x011,
  keyType: 0x100,
  id: 0x102,
  ecParameters: 0x180,
  ecPoint: 0x181,
  alwaysAuthenticate: 0x202,
  ec: 3,
  ecdsa: 0x1041,
  serialSession: 4,
  osLockingOk: 2,
  user: 1,
  contextSpecific: 2,
} as const

/** Loads `pkcs11js`, which may be missing since it is compiled for each machine. */
export function loadPkcs11js(load: (name: string) => unknown = createRequire(__filename)): Pkcs11Package {
  try {
    return load('pkcs11js') as Pkcs11Package
  } catch {
    throw new KeyProblem(
      'MODULE_MISSING',
      'Keys in tokens need the package pkcs11js, which is compiled on each machine: npm install --no-save pkcs11js@2',
    )
  }
}
