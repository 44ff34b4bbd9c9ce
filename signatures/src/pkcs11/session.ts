import { KeyProblem } from '../key-problem'
import { holdModule } from './module'
import { CK } from './pkcs11js'
import type { Handle, Pkcs11, Pkcs11Package, Template } from './pkcs11js'
import { ALREADY_LOGGED_IN, refusalOf, tokenProblem } from './token-problem'

const OBJECTS_MOST = 64
const SIGNATURE_BYTES = 64
const TOKEN_INITIALIZED = 0x400
// PKCS #11's numbers have 8 bytes or, on Windows, 4; Node reads 6 at most.
const NUMBER_BYTES_MOST = 6

/** Which token, and how it is opened. */
export interface TokenAccess {
  /** The path of the token's PKCS #11 module, a shared library. */
  readonly module: string
  /** The slot's number; if neither this nor a label is given there must be one token only. */
  readonly slot?: number
  readonly tokenLabel?: string
  readonly pin: string
}

/** A session with a token, whose user is logged in; signatures are made one after the other. */
export class Session {
  readonly #pkcs11: Pkcs11
  readonly #session: Handle
  readonly #pin: string
  readonly #release: () => void
  #last: Promise<unknown> = Promise.resolve()
  #isOpen = true

  private constructor(pkcs11: Pkcs11, session: Handle, pin: string, release: () => void) {
    this.#pkcs11 = pkcs11
    this.#session = session
    this.#pin = pin
    this.#release = release
  }

  /** Opens a session; a `KeyProblem` if there is no such token or it refuses the PIN. */
  static open(from: Pkcs11Package, access: TokenAccess): Session {
    const { pkcs11, release } = holdModule(from, access.module)
    try {
      const session = pkcs11.C_OpenSession(slotOf(pkcs11, access), CK.serialSession)
      return Session.#loggedIn(new Session(pkcs11, session, access.pin, release))
    } catch (error) {
      release()
      throw tokenProblem(error)
    }
  }

  static #loggedIn(session: Session): Session {
    try {
      session.#logIn(CK.user)
      return session
    } catch (error) {
      session.#endSession()
      throw error
    }
  }

  /** The objects of the token with these attributes. */
  find(template: Template): readonly Handle[] {
    return this.#ask(() => {
      this.#pkcs11.C_FindObjectsInit(this.#session, template)
      try {
        return this.#pkcs11.C_FindObjects(this.#session, OBJECTS_MOST)
      } finally {
        this.#pkcs11.C_FindObjectsFinal(this.#session)
      }
    })
  }

  /** An object's attribute; undefined if the object has none such, or does not show it. */
  attribute(object: Handle, type: number): Buffer | undefined {
    try {
      return this.#pkcs11.C_GetAttributeValue(this.#session, object, [{ type }])[0]?.value
    } catch {
      return undefined
    }
  }

  /** ECDSA over a digest: r, then s. */
  async sign(key: Handle, digest: Buffer): Promise<Buffer> {
    const signature = this.#last.then(() => this.#sign(key, digest))
    this.#last = signature.catch(() => undefined)
    return signature
  }

  /** Ends the session after the signatures that are under way; may be called twice. */
  async close(): Promise<void> {
    await this.#last
    if (!this.#isOpen) return
    this.#isOpen = false
    this.#endSession()
    this.#release()
  }

  async #sign(key: Handle, digest: Buffer): Promise<Buffer> {
    if (!this.#isOpen) throw new KeyProblem('TOKEN_GONE', 'The key was closed; open it anew.')
    try {
      this.#pkcs11.C_SignInit(this.#session, { mechanism: CK.ecdsa }, key)
      // Some keys ask for the PIN before each signature, such as those for signing in PIV cards.
      if (this.attribute(key, CK.alwaysAuthenticate)?.[0] === 1) this.#logIn(CK.contextSpecific)
      const signature = await this.#pkcs11.C_SignAsync(this.#session, digest, Buffer.alloc(SIGNATURE_BYTES))
      if (signature.length === SIGNATURE_BYTES) return signature
    } catch (error) {
      throw tokenProblem(error)
    }
    throw new KeyProblem('TOKEN_FAILED', `The token's signature does not have the ${SIGNATURE_BYTES} bytes of ES256.`)
  }

  #logIn(user: number): void {
    try {
      this.#pkcs11.C_Login(this.#session, user, this.#pin)
    } catch (error) {
      if (refusalOf(error) !== ALREADY_LOGGED_IN) throw error
    }
  }

  #ask<T>(question: () => T): T {
    try {
      return question()
    } catch (error) {
      throw tokenProblem(error)
    }
  }

  // With a token's last session its user is logged out.
  #endSession(): void {
    try {
      this.#pkcs11.C_CloseSession(this.#session)
    } catch {
      // The session of a token that is gone is closed already.
    }
  }
}

function slotOf(pkcs11: Pkcs11, { slot, tokenLabel }: TokenAccess): Handle {
  const found = pkcs11.C_GetSlotList(true).filter((handle) => {
    const { label, flags } = pkcs11.C_GetTokenInfo(handle)
    const number = handle.readUIntLE(0, Math.min(handle.length, NUMBER_BYTES_MOST))
    // SoftHSM always has one more, in which there is nothing yet.
    const isReady = (flags & TOKEN_INITIALIZED) !== 0
    return isReady && number === (slot ?? number) && label.trim() === (tokenLabel ?? label.trim())
  })
  const [only] = found
  if (only === undefined) throw new KeyProblem('TOKEN_NOT_FOUND', 'There is no such token in any slot.')
  if (found.length === 1) return only
  throw new KeyProblem('TOKEN_NOT_FOUND', `There are ${found.length} such tokens; name one by its slot.`)
}
