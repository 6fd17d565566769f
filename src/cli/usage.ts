/** What `--help` prints. */
export const usage = `ipsec-diagnose says why an IPsec tunnel does not come up, for which traffic, and what to change.

Usage:
  ipsec-diagnose [OPTIONS] [--a FILE]... [--b FILE]... [--end LABEL=FILE]... [FILE]...
  ipsec-diagnose --jsonl < CASES
  ipsec-diagnose explain CODE
  ipsec-diagnose formats

FILE is what a gateway printed or exported, or "-" for standard input. Files without a side are assigned by their
content. Nothing is sent anywhere.

Options:
  --a FILE, --b FILE     a text of end A, of end B
  --end LABEL=FILE       a text of a further end
  --a-address ADDRESS    the tunnel address of end A, where the texts do not tell it
  --b-address ADDRESS    the same of end B
  --tunnel ID|ADDRESS    the tunnel to look at, where the texts hold several
  --probe PACKET         follow one packet: "SRC -> DST [PROTO[/PORT]]"
  --survey               one line for each tunnel, nothing else
  --json                 the report as JSON (docs/report.schema.json)
  --jsonl                one case a line: {"id", "a": [TEXT...], "b": [TEXT...], "a_address"?, "b_address"?, "probe"?,
                         "tunnel"?}; one line out for each, {"id", "report"} or {"id", "error"}. The report calls the
                         texts "a[0]", "a[1]", "b[0]" and so on.
  --help, --version

Exit status:
  0  no error found, and the verdict is known
  1  an error found
  2  the command line is wrong, or a file cannot be opened
  3  no error found, but the verdict is unknown or the analysis was stopped

Colours are used on a terminal only, and not when NO_COLOR is set.
`
