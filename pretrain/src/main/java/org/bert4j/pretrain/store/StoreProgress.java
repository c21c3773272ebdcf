package org.bert4j.pretrain.store;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import java.util.Objects;
import org.bert4j.pretrain.corpus.CorpusPosition;

/**
 * How far the preparation of a store has come.
 *
 * @param shards the shards that are finished
 * @param position where in the corpus the last of them ends
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record StoreProgress(List<ShardManifest> shards, CorpusPosition position) {
  static final StoreProgress NONE = new StoreProgress(List.of(), CorpusPosition.START);

  StoreProgress {
    if (shards == null || shards.stream().anyMatch(Objects::isNull) || position == null) {
      throw new IllegalArgumentException("shards or position is missing");
    }
    shards = List.copyOf(shards);
  }
}
