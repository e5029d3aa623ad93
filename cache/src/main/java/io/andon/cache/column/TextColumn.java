package io.andon.cache.column;

/** Text, by dictionary where values repeat, else as a pool of bytes. */
public sealed interface TextColumn extends Column permits BytesColumn, DictionaryColumn {}
