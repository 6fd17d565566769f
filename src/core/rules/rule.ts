import type { AddressRange } from '../address/address-range.ts'
import type { Change } from '../model/change.ts'
import type { Endpoint } from '../model/endpoint.ts'
import type { Meant } from '../model/ends/hidden-meant.ts'
import type { OwnPeer } from '../model/ends/own-peers.ts'
import type { Reason } from '../model/failure-reason.ts'
import type { ReadingProblem } from '../model/format.ts'
import type { LoggedRefusal } from '../model/logged-refusal.ts'
import type { Observation } from '../model/observation.ts'
import type { Certainty, Flow } from '../negotiation/flow.ts'
import type { MismatchGroup } from '../negotiation/mismatches.ts'
import type { ShownTunnel } from '../negotiation/shown-tunnels.ts'
import type { Simulation } from '../negotiation/simulate.ts'
import type { Verdict } from '../negotiation/verdict.ts'
import type { Packet } from '../selectors/packet.ts'
import { printable } from '../text/excerpt.ts'
import type { BlankedSecret } from '../text/secrets/blank-secrets.ts'
import type { Span } from '../text/source-text.ts'

/** A pasted block after reading, for the rules about the paste itself. */
export interface ReadBlock {
  readonly source: string
  readonly format: string | null
  readonly unrecognised: readonly Span[]
  readonly problems: readonly ReadingProblem[]
  /** The log that stands in lines of no format, what it says of why there is no tunnel, and what to paste as well. */
  readonly log: {
    readonly title: string
    readonly instead: string
    readonly tells: readonly string[]
    readonly last: 'failed' | 'up' | null
    readonly refusal: LoggedRefusal | null
  } | null
  /** What the lines are that were not understood, where that is known, and what to paste instead. */
  readonly unread: { readonly title: string; readonly instead: string } | null
  /** Where it says that a program makes the file. */
  readonly generated: Span | null
  /** Labels of the ends that it was used for. */
  readonly ends: readonly string[]
}

/** A question about which paste is which end, when the answer decides the verdict. */
export interface EndQuestion {
  readonly readings: readonly { readonly own: string; readonly label: string; readonly verdict: Verdict }[]
  readonly span: Span | null
}

/** Everything that rules look at. `simulation` is missing when no end was recognised. */
export interface RuleContext {
  readonly simulation: Simulation | undefined
  readonly mismatches: readonly MismatchGroup[]
  readonly blocks: readonly ReadBlock[]
  readonly observations: readonly Observation[]
  readonly secrets: readonly BlankedSecret[]
  readonly paste: PasteFacts
}

/** What was noticed about the pastes while working out the ends. */
export interface PasteFacts {
  /** Texts that could not be read at all, with the reason in a sentence. */
  readonly unreadable: readonly { readonly source: string; readonly say: string }[]
  /** Which paste is which end, where the verdict depends on that; `null` where it does not. */
  readonly question: EndQuestion | null
  /** Peers of an end that has several tunnels, none of which was chosen, and what a status shows of each. */
  readonly tunnels: readonly {
    readonly end: Endpoint
    readonly peer: AddressRange
    readonly shown: ShownTunnel | null
  }[]
  /** The tunnel that was chosen since it is the only one that is not shown to be up, and how many there are. */
  readonly onlyDown: { readonly a: Endpoint; readonly b: Endpoint; readonly among: number } | null
  /** Spans of two texts that are of one and the same end. */
  readonly sameEnd: readonly {
    readonly first: Span
    readonly second: Span
    readonly own: AddressRange | null
    /**
     * What is made of them: parts of one configuration, one list of filters, one text that stands there twice, or a list that
     * stands again below, in the same text.
     */
    readonly taken: 'as parts' | 'filters of the first' | 'the first alone' | 'the second alone'
    /** Networks that one of the texts has alone. */
    readonly onlyFirst: readonly string[]
    readonly onlySecond: readonly string[]
  }[]
  /** What a text hides, and is taken for what the other end shows. */
  readonly meant: readonly Meant[]
  /** Texts that have an address of their own as a peer's. */
  readonly ownPeers: readonly OwnPeer[]
  /** Filters with the keyword "my address" that could not be resolved. */
  readonly unresolved: readonly { readonly end: string; readonly spans: readonly Span[] }[]
  /** The one end that was pasted, where by its text that is taken which its log says was refused. */
  readonly takesLogged: Endpoint | null
  /** Why the packet that was to be followed is none, in a sentence; `null` where there is none, or it is one. */
  readonly probe: string | null
}

/** Changes that belong together, seen as one way out. */
export interface Plan {
  readonly changes: readonly { readonly end: string; readonly change: Change }[]
}

export interface EvidencePlace {
  readonly span: Span
  readonly label: string
}

/** What a rule found: facts, no prose. `data` is what `explain` makes sentences of. */
export interface Fact<Data> {
  readonly severity: 'error' | 'warning' | 'info'
  readonly certainty: Certainty
  readonly evidence: readonly EvidencePlace[]
  readonly witness: Packet | null
  readonly flows: readonly Flow[]
  /** Ways out, the preferred one first. */
  readonly plans: readonly Plan[]
  readonly data: Data
}

export interface Explanation {
  /** What holds and what should. */
  readonly what: string
  readonly why: string
}

/** Pastes that a rule's page shows. */
export interface Example {
  readonly pastes: readonly { readonly source: string; readonly text: string; readonly end?: string }[]
  readonly probe?: string
}

export interface Rule<Data> {
  readonly code: string
  readonly title: string
  /** Why a negotiation fails, of which the rule tells. */
  readonly reasons?: readonly Reason[]
  readonly check: (context: RuleContext) => Iterable<Fact<Data>>
  readonly explain: (data: Data) => Explanation
  /** The page: what it means and what to do, as Markdown paragraphs, with an example that fires and one that does not. */
  readonly page: { readonly text: string; readonly fires: Example; readonly quiet: Example }
}

/** A finding with its sentences still to be made. */
export interface Finding extends Omit<Fact<unknown>, 'data'> {
  readonly code: string
  readonly title: string
  readonly explain: () => Explanation
}

/** A rule whose kind of data only itself knows, so that rules of all kinds stand in one list. */
export interface Diagnostic extends Omit<Rule<never>, 'check' | 'explain'> {
  readonly check: (context: RuleContext) => Iterable<Finding>
}

export function diagnostic<Data>(rule: Rule<Data>): Diagnostic {
  const { code, title } = rule
  return {
    ...rule,
    *check(context) {
      for (const { severity, certainty, evidence, witness, flows, plans, data } of rule.check(context)) {
        const explain = () => visible(rule.explain(data))
        yield { severity, certainty, evidence, witness, flows, plans, code, title, explain }
      }
    },
  }
}

/** Sentences quote what was pasted, in which unseen characters may turn the direction of the text. */
function visible({ what, why }: Explanation): Explanation {
  return { what: sentences(what), why: sentences(why) }
}

/** An end that has no name is `end A`, and may begin a sentence. */
function sentences(text: string): string {
  return text
    .split('\n')
    .map((line) => printable(line).replace(/(?<=^|[.!?] )end (?=[A-Z]\b)/g, 'End '))
    .join('\n')
}
