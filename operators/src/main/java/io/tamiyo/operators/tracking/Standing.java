package io.tamiyo.operators.tracking;

/** How this incarnation of the job stands towards a layer, by the layer's control log. */
public enum Standing {
  /** It holds no epoch. */
  SHADOW,
  /** Its marker has not been read back; commands of earlier incarnations may still come. */
  WAITING,
  /** Its marker has been read back and no greater one; it may send. */
  LEADING,
  /** Another job has put a greater marker, be it of the same lineage. */
  SUPERSEDED,
  /** A restart of the same job has put a greater marker. */
  OUTLIVED
}
