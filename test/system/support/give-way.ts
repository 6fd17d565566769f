import { setPriority } from 'node:os'

// For tests that calculate for minutes: beside them run others, which want answers in time.
setPriority(10)
