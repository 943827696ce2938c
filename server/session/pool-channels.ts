/** Below this many people a channel is shown only together with others: on the projector 8. */
const channelMin = 8;

/**
 * Ballots by channel as they may be shown: phones apart, the rest pooled as `assisted` 代录; null where the pool or the phones are so few that the
 * difference of two totals could tell one person's ballot.
 */
export function poolChannels(channels: readonly string[]): Record<string, number> | null {
  const phone = channels.filter((channel) => channel === 'phone').length;
  const assisted = channels.length - phone;
  if (assisted === 0) return { phone };
  return phone < channelMin || assisted < channelMin ? null : { phone, assisted };
}
