"""Exports small BERT models whose weights follow from their names, with PyTorch's two exporters."""

import zlib

import onnx
import torch
from transformers import (
    BertConfig,
    BertForMaskedLM,
    BertForPreTraining,
    BertForQuestionAnswering,
    BertForSequenceClassification,
    BertForTokenClassification,
    BertModel,
    RobertaConfig,
    RobertaModel,
)

SIZES = dict(
    vocab_size=13,
    hidden_size=8,
    num_hidden_layers=1,
    num_attention_heads=2,
    intermediate_size=12,
    max_position_embeddings=10,
    type_vocab_size=2,
)
NAMES = ["input_ids", "attention_mask", "token_type_ids"]


class Outputs(torch.nn.Module):
    """The first outputs of a model, by names of its inputs."""

    def __init__(self, model, count):
        super().__init__()
        self.model = model
        self.count = count

    def forward(self, input_ids, attention_mask, token_type_ids):
        result = self.model(
            input_ids=input_ids,
            attention_mask=attention_mask,
            token_type_ids=token_type_ids,
            return_dict=False,
        )
        return tuple(result)[: self.count]


def export(name, model, opset, outputs, dynamo=False, half=False):
    for key, weight in model.state_dict(keep_vars=True).items():
        if weight.is_floating_point():
            key = "cls.predictions.bias" if key == "cls.predictions.decoder.bias" else key
            key = key.removeprefix("bert.").replace("cls.predictions.decoder.", "embeddings.word_embeddings.")
            numbers = torch.arange(weight.numel()) * 7 + zlib.crc32(key.encode())
            weight.data = (numbers % 127 / 64 - 1).float().reshape(weight.shape)
    model = Outputs(model.half() if half else model, len(outputs)).eval()
    ids = torch.tensor([[1, 2, 3, 4, 5], [6, 7, 8, 0, 0]])
    inputs = (ids, (ids > 0).long(), (ids > 3).long())
    axes = {0: "batch_size", 1: "sequence_length"}
    if dynamo:
        shape = {0: torch.export.Dim("batch"), 1: torch.export.Dim("sequence", max=10)}
        options = dict(dynamo=True, dynamic_shapes=(shape,) * 3, external_data=False)
    else:
        options = dict(dynamo=False, dynamic_axes={key: axes for key in NAMES + outputs})
    torch.onnx.export(
        model,
        inputs,
        f"{name}.onnx",
        input_names=NAMES,
        output_names=outputs,
        opset_version=opset,
        **options,
    )
    strip(f"{name}.onnx")


def strip(file):
    """Leaves out where on this machine the code is that was exported, and shapes in between."""
    model = onnx.load(file)
    del model.metadata_props[:]
    del model.graph.value_info[:]
    del model.graph.metadata_props[:]
    for item in [*model.graph.node, *model.graph.input, *model.graph.output, *model.graph.initializer]:
        del item.metadata_props[:]
        item.doc_string = ""
    for node in model.graph.node:
        node.name = ""
    onnx.save(model, file)


def config(**others):
    return BertConfig(**SIZES, **others)


ENCODER = ["last_hidden_state", "pooler_output"]
export("eager_11", BertModel(config(attn_implementation="eager")), 11, ENCODER)
export("sdpa_14", BertModel(config(attn_implementation="sdpa")), 14, ENCODER)
export("half_17", BertModel(config(attn_implementation="eager")), 17, ENCODER, half=True)
export("eager_20", BertModel(config(hidden_act="gelu_new", attn_implementation="eager")), 20, ENCODER[:1])
export("dynamo_sdpa_18", BertModel(config(attn_implementation="sdpa")), 18, ENCODER, dynamo=True)
export("dynamo_eager_20", BertModel(config(attn_implementation="eager")), 20, ENCODER, dynamo=True)
export("masked_lm_14", BertForMaskedLM(config()), 14, ["logits"])
export("pre_training_17", BertForPreTraining(config()), 17, ["prediction_logits", "seq_relationship_logits"])
export("token_classification_14", BertForTokenClassification(config(num_labels=5)), 14, ["logits"])
export("question_answering_14", BertForQuestionAnswering(config()), 14, ["start_logits", "end_logits"])
export("dynamo_question_answering_18", BertForQuestionAnswering(config()), 18, ["start_logits", "end_logits"], dynamo=True)
export("sequence_classification_14", BertForSequenceClassification(config(num_labels=3)), 14, ["logits"])
roberta = RobertaConfig(**SIZES, pad_token_id=0)
export("roberta_14", RobertaModel(roberta, add_pooling_layer=False), 14, ENCODER[:1])
