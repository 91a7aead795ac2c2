// What page and worker send each other. A message costs both of them tens of microseconds, whatever is in
// it: those of one moment, as when a hundred requests are made at once, leave in one piece.

/** Messages that were sent together, in order. */
export interface Together<Message> {
  readonly tunez: 'together';
  readonly id: 0;
  readonly messages: readonly Message[];
}

// The first of them is not to wait until all are carried out.
const most = 128;

/** The messages of one side, which arrive in the order in which they were given. */
export class Outbox<Message> {
  readonly #post: (message: Message | Together<Message>, transfer: Transferable[]) => void;
  #messages: Message[] = [];
  #transfer: Transferable[] = [];

  constructor(post: (message: Message | Together<Message>, transfer: Transferable[]) => void) {
    this.#post = post;
  }

  /** Leaves before anything else happens to this thread, with what is added until then. */
  add(message: Message, transfer: readonly Transferable[]): void {
    if (this.#messages.length === 0) queueMicrotask(this.#leave);
    this.#messages.push(message);
    this.#transfer.push(...transfer);
    if (this.#messages.length === most) this.#leave();
  }

  /** Leaves now, after what was added. */
  send(message: Message, transfer: Transferable[]): void {
    this.#leave();
    this.#post(message, transfer);
  }

  readonly #leave = (): void => {
    const [messages, transfer] = [this.#messages, this.#transfer];
    const [first] = messages;
    if (first === undefined) return;
    this.#messages = [];
    this.#transfer = [];
    this.#post(messages.length === 1 ? first : { tunez: 'together', id: 0, messages }, transfer);
  };
}

/** The messages in what has arrived. */
export function apart<Message extends { readonly tunez: string }>(
  arrived: Message | Together<Message>,
): readonly Message[] {
  return arrived.tunez === 'together'
    ? (arrived as Together<Message>).messages
    : [arrived as Message];
}
