/** Something that must not be: of what kind, and what was seen. It holds no pasted text but places and counts. */
export interface Complaint {
  readonly kind: 'threw' | 'schema' | 'lines' | 'slack' | 'secret' | 'control' | 'hung' | 'memory' | 'died'
  readonly say: string
}
