"""The code behind the notebooks of "From Tokens to LoRA: language models built by hand".

Where things are (imports point downward in this list, never upward):

    checks/          one diagnosing check for each exercise
    widgets/         interactive views: attention, embeddings, next-token bars
    plots.py         static figures with alternative text
    runs/            the commands behind datasets/runs/: trials, seeds, equal CPU seconds
    pretrain.py      the command behind the checkpoints
    texts/           what the models of single weeks read: couplets, reviews, tasks, dialects
    training.py      one fit() and its history
    generation.py    greedy, temperature, top-k, nucleus and beam search
    evaluation.py    bits, intervals, loss by distance, the two ladders
    models/          the language models, each built in a notebook first
    story_world/     the generator of a small world of which every probability is known
    parallel/        the generator of Chinese and English sentence pairs with their links
    data.py          Corpus, load_world, load_text
    tokenizers.py    text to ids and back
    files.py         files written whole, and read only as they were shipped
"""
