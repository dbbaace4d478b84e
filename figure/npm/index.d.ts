/** A moment of a run: seconds, or a text such as `400ms`, `1.2s`, `0:01.2` or `25%`. */
export type Moment = number | `${number}${'' | 'us' | 'ms' | 's' | 'min' | '%'}` | `${number}:${number}`;

/** A moment to stop at or to jump to, and what it is called. */
export type Marker = Moment | readonly [at: Moment, label: string];

/** What a figure shows and how: the attributes of the element, by the names of its properties. */
export interface Options {
  /** A shipped run by its path: `raft/leader-crash`, with a variant and a moment if wanted. */
  scenario?: string;
  /** Where a scenario file is. */
  src?: string;
  /** A link's fragment, `v1.…`, or a path. */
  run?: string;
  /** A scenario. */
  text?: string;
  /** Where luck comes from. */
  seed?: number | string;
  /** Where the figure begins. */
  startAt?: Moment;
  /** Whether it plays by itself; never where the reader wants less motion. */
  autoplay?: boolean;
  /** The same, as asciinema-player calls it. */
  autoPlay?: boolean;
  /** Whether it plays again at the end, or how often. */
  loop?: boolean | number;
  /** Seconds of the run in a second; 0.1 by default. */
  speed?: number;
  /** Which controls there are. */
  controls?: 'auto' | 'none' | 'full' | boolean;
  /** Nodes and messages, the space-time diagram, or both. */
  view?: 'stage' | 'space-time' | 'both';
  /** Its colours: those of the page by default. */
  theme?: 'auto' | 'light' | 'dark';
  /** Which side of its place it fills. */
  fit?: 'width' | 'height' | 'both' | 'none' | false;
  /** The language of the figure itself. */
  lang?: 'en';
  /** In place of the run's own; an empty list for none. */
  markers?: readonly Marker[] | string;
  /** Whether playing stops at markers. */
  pauseOnMarkers?: boolean;
  /** Where the whole page is, for the way to it; `none` for no such way. */
  page?: string;
}

/** What the events tell. */
export interface ClusterScopeEventMap {
  /** The run is open and can be played. */
  ready: CustomEvent<{ room: string; title: string }>;
  play: CustomEvent<object>;
  pause: CustomEvent<object>;
  /** The reader or a script stepped. */
  step: CustomEvent<{ event: number; time: number; sentence: string }>;
  /** Playing has come to a marker, or somebody jumped to it. */
  marker: CustomEvent<{ index: number; time: number; label: string }>;
  /** An invariant is broken from here on. */
  violation: CustomEvent<{
    name: string; title: string; facts: string; time: number; event: number;
  }>;
  ended: CustomEvent<object>;
  /** There is nothing to be seen, and why. */
  error: CustomEvent<{ message: string }>;
}

/** The element. */
export class ClusterScope extends HTMLElement {
  scenario: string;
  src: string;
  run: string;
  seed: string | number;
  startAt: Moment | '';
  autoplay: boolean;
  loop: boolean | number;
  speed: number;
  controls: 'auto' | 'none' | 'full';
  view: 'stage' | 'space-time' | 'both';
  theme: 'auto' | 'light' | 'dark';
  fit: 'width' | 'height' | 'both' | 'none';
  markers: readonly Marker[] | string;
  pauseOnMarkers: boolean;
  page: string;
  /** The moment shown, in seconds of the run. */
  readonly currentTime: number;
  /** How long the run is, in seconds. */
  readonly duration: number;
  /** Whether it stands still. */
  readonly paused: boolean;
  /** Plays; from the end, from the start again. */
  play(): Promise<void>;
  pause(): Promise<void>;
  /** Goes to the next sentence. */
  step(): Promise<void>;
  /** Goes to the sentence before. */
  stepBack(): Promise<void>;
  /** Goes to a moment or to a marker. */
  seek(where: Moment | { marker: number | 'next' | 'prev' }): Promise<void>;
  /** Lets go of all that it holds, and leaves the page. */
  dispose(): void;
  addEventListener<K extends keyof ClusterScopeEventMap>(
    type: K, listener: (this: ClusterScope, event: ClusterScopeEventMap[K]) => unknown,
    options?: boolean | AddEventListenerOptions): void;
  addEventListener(
    type: string, listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions): void;
  removeEventListener<K extends keyof ClusterScopeEventMap>(
    type: K, listener: (this: ClusterScope, event: ClusterScopeEventMap[K]) => unknown,
    options?: boolean | EventListenerOptions): void;
  removeEventListener(
    type: string, listener: EventListenerOrEventListenerObject,
    options?: boolean | EventListenerOptions): void;
}

/** Makes a figure in an element, or gives a figure other options. */
export function create(place: Element, options?: Options): ClusterScope;

/** The version of the package. */
export const version: string;

declare global {
  interface HTMLElementTagNameMap {
    'cluster-scope': ClusterScope;
  }
}
