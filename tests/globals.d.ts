// The namespace that the page scripts share (extension/page): each file defines one part of it.
import type { Adapter } from "../extension/shared/adapter.js";
import type { FromPage, Outcome, PillPlace, Reading, Sender, ToPage } from "../extension/shared/messages.js";

interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** The messages of a conversation, in the order of the document. */
export interface Crowd {
  count: number;
  all(): Element[];
  first(most: number): Element[];
  last(most: number): Element[];
  /** At most so many, evenly from the first to the last. */
  spread(most: number): Element[];
  has(element: Element): boolean;
  /** What stands before those that this one follows on. */
  before(item: Element): Element | null;
  /** What a selector finds in the document outside them. */
  beside(selector: string): Element[];
}

interface Part {
  item: Element;
  body: Element;
  text: string;
  author: string;
  labels: string[];
  at: string | null;
}

declare global {
  interface CuecardParts {
    editors: {
      isEditor(element: Element | null | undefined): element is HTMLElement;
      best(): HTMLElement | null;
      own(): HTMLElement | null;
      area(): number;
      declare(selector: string | null): void;
    };
    focus: {
      lastAt(): number;
      last(): HTMLElement | null;
      rearm(): boolean;
      restore(relay?: string): Promise<boolean>;
    };
    shadows: {
      focused(): Element | null;
      selectionIn(element: Element): [Node, number, Node, number] | null;
      all(selector: string): Element[];
      handOver(name: string, element: Element): void;
    };
    slash: object;
    undoing: { remember(element: HTMLElement): void };
    text: {
      read(root: Element | null | undefined, drop?: string, except?: Set<Element>): string;
      line(element: Element | null | undefined): string;
      words(element: Element): Set<string>;
      isShown(element: Element): boolean;
    };
    people: {
      byCode(item: Element): Sender | null;
      byLabel(labels: string[]): Sender | null;
      requester(items: Crowd): { name?: string; email?: string };
      agent(items: Crowd): { name?: string };
    };
    roots: {
      all(): (Document | ShadowRoot)[];
      query(selector: string, scope?: ParentNode): Element[];
      first(selector: string, scope?: ParentNode): Element | null;
      elements(path: string, scope?: Element): Element[];
      crowded(): Element[];
      outside(place: Element, selector: string, inside?: Element[]): Element[];
      seen(items: Element[]): void;
      room(): Element | null;
    };
    crowd: { of(elements: Element[]): Crowd; alike(place: Element, tag: string, second: boolean): Crowd };
    times: {
      said(text: string): boolean;
      isAll(text: string): boolean;
      within(element: Element): number;
      stamp(item: Element): string | null;
      value(at: string | null, labels: string[]): number;
    };
    signs: {
      isNamed(element: Element): boolean;
      isUsable(element: Element): boolean;
      holdsSeveral(element: Element): boolean;
      saysWhen(element: Element): boolean;
      worth(items: Crowd, headed: boolean, editor: Element | null): { signs: number; worth: number };
      sampled(items: Crowd): Element[];
      textOf(element: Element): string;
      shortest: number;
      times: string;
    };
    messages: { find(): Crowd; opening(items: Crowd): Element | null };
    parts: {
      of(item: Element, items: Crowd, column: number): Part;
      byline(item: Element): string;
      column(items: Crowd): number;
    };
    senders: { of(parts: Part[], requester: { name?: string; email?: string }, agent: { name?: string }): Sender[]; sideOf(item: Element): "start" | "end" | null };
    declared: {
      detect(): Adapter | null;
      read(adapter: Adapter): Reading | null;
      waits(): boolean;
      know(adapters: Adapter[]): void;
    };
    generic: { read(same?: boolean): Reading | null; idIn(href: string): string | null; subjectElement(items: Crowd): Element | null; idPatterns(): string[] };
    naming: {
      of(elements: Element[], scope?: ParentNode): string;
      within(items: Element[], partOf: (item: Element) => Element | null): string | null;
      names(element: Element): string[];
    };
    teaching: {
      messageAt(element: Element): Element;
      groupOf(element: Element): Element[];
      make(picked: { message: Element; requester: Element | null; editor: Element | null }): Adapter;
    };
    teachPanel: {
      open(acts: { over(x: number, y: number): void; pick(): void; key(event: KeyboardEvent): boolean }): {
        host: HTMLElement;
        mark(target: Element | null): void;
        show(title: string, content: Node[], buttons: { label: string; primary?: boolean; act(): void }[], pointing: boolean): void;
        tell(text: string): void;
        close(): void;
        isOnButton(): boolean;
      };
    };
    teach: { start(): void };
    observer: { watch(changed: (elsewhere: boolean) => void, moved: () => void): void };
    under: { weigh(box: Box, about: { ours: Element[]; editor?: Element | null; margin?: number; step?: number; enough?: number; hits?: Map<string, Element | null> }): number };
    placing: {
      container(): Element;
      forPill(editor: Element, size: { width: number; height: number }, ours: Element[]): { place: Box; free: boolean };
      forFrame(editor: Element | null, size: { width: number; height: number }, ours: Element[], popups: Box[]): Box;
      overlap(one: Box, other: Box): boolean;
      cost(place: Box, editor: Element, ours: Element[]): number;
      inWindow(box: Box): Box;
      isRtl(element: Element): boolean;
    };
    shell: {
      make(name: string): { host: HTMLElement; root: ShadowRoot };
      set(host: HTMLElement, styles: Record<string, string>): void;
      element(tag: string, attributes: Record<string, string>, text?: string): HTMLElement;
      mark(): SVGElement;
      perFrame(act: () => void): () => void;
      hosts(): Element[];
    };
    manners: {
      isBlocked(editor: Element | null): boolean;
      popups(editor: Element | null): Box[];
      blendIn(beside: Element | null): boolean;
    };
    words: {
      say(key: string, ...values: string[]): string;
      undoKeys: string;
      pasteKeys: string;
    };
    saying: {
      element: HTMLElement;
      now(text: string): void;
      answers(text: string | null): void;
      shown(): void;
    };
    pill: {
      show(state: Extract<ToPage, { type: "pill" }>): void;
      tell(outcome: Outcome): void;
      attach(editor: Element | null, wanted: boolean): void;
      isOff(): boolean;
      onOpen(act: (focus: "none" | "list") => void): void;
      remember(place: PillPlace | null): void;
      expand(open: boolean): void;
    };
    known: {
      mounting(frame: HTMLIFrameElement): void;
      opened(now: boolean): void;
    };
    frame: {
      request(): void;
      mount(nonce: string): void;
      show(focus: boolean): void;
      hide(restore: boolean): void;
      resize(height: number): void;
      settle(ticket: string): void;
      isVisible(): boolean;
      isFocused(): boolean;
      isMounted(): boolean;
    };
  }

  interface Cuecard extends CuecardParts {
    ext: typeof chrome;
    /** Aborted when the scripts have to leave the page. */
    signal: AbortSignal;
    started: boolean;
    listening: boolean;
    alive(): boolean;
    send(message: FromPage): Promise<any>;
    stop(): void;
    define<Name extends keyof CuecardParts>(name: Name, make: () => CuecardParts[Name]): void;
    debounce(act: () => void, pause: number, longest?: number): () => void;
    whenIdle(act: () => void): void;
  }

  var cuecard: Cuecard;
}
