import { KeyProblem } from '../key-problem'
import { CK } from './pkcs11js'
import type { Pkcs11, Pkcs11Package } from './pkcs11js'
import { ALREADY_INITIALIZED, refusalOf, tokenProblem } from './token-problem'

/** A PKCS #11 module in use. */
export interface HeldModule {
  readonly pkcs11: Pkcs11
  /** To be called once; the last one to do so unloads the module. */
  readonly release: () => void
}

interface Loaded {
  readonly pkcs11: Pkcs11
  readonly isInitializedHere: boolean
  holders: number
}

// A module is initialised once for the whole process, and finalising it ends everybody's sessions.
const LOADED = new WeakMap<Pkcs11Package, Map<string, Loaded>>()

/** Loads a module (the path of a shared library), or takes the one that is loaded already. */
export function holdModule(from: Pkcs11Package, path: string): HeldModule {
  const modules = LOADED.get(from) ?? new Map<string, Loaded>()
  LOADED.set(from, modules)
  const loaded = modules.get(path) ?? load(from, path)
  modules.set(path, loaded)
  loaded.holders += 1
  return {
    pkcs11: loaded.pkcs11,
    release: () => {
      loaded.holders -= 1
      if (loaded.holders > 0) return
      modules.delete(path)
      unload(loaded)
    },
  }
}

function load(from: Pkcs11Package, path: string): Loaded {
  const pkcs11 = new from.PKCS11()
  try {
    pkcs11.load(path)
  } catch {
    throw new KeyProblem('MODULE_MISSING', `The PKCS #11 module ${path} cannot be loaded.`)
  }
  try {
    // Signatures are made in Node's threads.
    pkcs11.C_Initialize({ flags: CK.osLockingOk })
    return { pkcs11, isInitializedHere: true, holders: 0 }
  } catch (error) {
    if (refusalOf(error) === ALREADY_INITIALIZED) return { pkcs11, isInitializedHere: false, holders: 0 }
    pkcs11.close()
    throw tokenProblem(error)
  }
}

function unload({ pkcs11, isInitializedHere }: Loaded): void {
  try {
    if (isInitializedHere) pkcs11.C_Finalize()
  } catch {
    // A module whose token is gone may refuse; it is unloaded all the same.
  }
  pkcs11.close()
}
